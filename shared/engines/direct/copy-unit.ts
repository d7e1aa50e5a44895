// Cuts the tables of a database into units of work for the copy workers.
import { quoteLiteral } from '../../postgres/quote';
import { batchBytes, batchTables, smallTableBytes } from './copy-tuning';
import type { CatalogTable } from './schema/types';

/** Tables that are copied in one transaction of the target, each with its own row in the ledger. */
export interface CopyUnit {
  kind: 'table' | 'batch';
  tables: CatalogTable[];
  sizeBytes: number;
}

/** Biggest first, so that the last ones are short; batches of small tables come at the end. */
export function copyUnits(tables: CatalogTable[]): CopyUnit[] {
  const ordered = [...tables].sort((one, other) => other.sizeBytes - one.sizeBytes || (one.name < other.name ? -1 : 1));
  const units: CopyUnit[] = [];
  let batch: CopyUnit | undefined;
  for (const table of ordered) {
    if (table.sizeBytes >= smallTableBytes || table.filter !== undefined) {
      units.push({ kind: 'table', tables: [table], sizeBytes: table.sizeBytes });
      continue;
    }
    if (!batch || batch.tables.length >= batchTables || batch.sizeBytes + table.sizeBytes > batchBytes) {
      batch = { kind: 'batch', tables: [], sizeBytes: 0 };
      units.push(batch);
    }
    batch.tables.push(table);
    batch.sizeBytes += table.sizeBytes;
  }
  return units;
}

/** An encoding other than UTF-8 passes as it is: our sessions speak UTF-8, and COPY's own ENCODING option spares the conversion. */
export interface CopyDialect {
  encoding: string;
}

/** In binary, texts would be converted whatever ENCODING says (textsend uses the client's encoding). */
export function formatOf(table: CatalogTable, { encoding }: CopyDialect): 'binary' | 'text' {
  return encoding === 'UTF8' ? table.format : 'text';
}

function optionsOf(table: CatalogTable, dialect: CopyDialect, extra = ''): string {
  const encoding = dialect.encoding === 'UTF8' ? '' : `, ENCODING ${quoteLiteral(dialect.encoding)}`;
  return `(FORMAT ${formatOf(table, dialect)}${encoding}${extra})`;
}

const columnList = ({ columns }: CatalogTable) => (columns.length ? ` (${columns.join(', ')})` : '');

/** `COPY table` takes the table's own rows only, without those of its children. */
export function copyOut(table: CatalogTable, dialect: CopyDialect): string {
  if (table.filter || table.readAs) return copyRowsOut(table, dialect, table.filter ?? '');
  return `COPY ${table.name}${columnList(table)} TO STDOUT ${optionsOf(table, dialect)}`;
}

/** Rows of the table to which a condition with its WHERE applies; `first` comes before their columns. */
export function copyRowsOut(table: CatalogTable, dialect: CopyDialect, where: string, first: string[] = []): string {
  return `COPY (SELECT ${[...first, ...(table.readAs ?? table.columns)].join(', ')} FROM ONLY ${table.name} ${where}) TO STDOUT ${optionsOf(table, dialect)}`;
}

/** Beside rows that are there already. */
export function copyRowsIn(table: CatalogTable, dialect: CopyDialect, option = ''): string {
  return `COPY ${table.name}${columnList(table)} FROM STDIN ${optionsOf(table, dialect, option)}`;
}

/**
 * What fills the tables of a unit. A large one is emptied first, which FREEZE wants, and which keeps its rows in the order in which the source
 * sends them (copy-engine.md 3). The small ones are empty as they were made: TRUNCATE would create and remove up to three files for each, and
 * that takes longer than their rows. An extension may have put rows of its own into its table.
 */
export function fillTables({ kind, tables }: CopyUnit, dialect: CopyDialect): string[] {
  const [first] = tables;
  if (first?.filter !== undefined) return [`DELETE FROM ONLY ${first.name} ${first.filter}`, copyRowsIn(first, dialect)];
  if (first && kind === 'table') return [`TRUNCATE ONLY ${first.name}`, copyRowsIn(first, dialect, ', FREEZE')];
  return tables.map((table) => copyRowsIn(table, dialect));
}

/** Rows in a form that is the same on all versions, after the values of a key if wanted. Nothing is converted: any byte of any encoding passes. */
export function comparableRows(
  { name, comparableColumns, filter = '' }: CatalogTable,
  { encoding }: CopyDialect,
  key: string[] = [],
): string {
  const list = [...key, ...comparableColumns].join(', ');
  return `COPY (SELECT ${list} FROM ONLY ${name} ${filter}) TO STDOUT (ENCODING ${quoteLiteral(encoding)})`;
}
