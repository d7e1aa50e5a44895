// Cuts the tables of a database into units of work for the copy workers.
import { quoteLiteral } from '../../postgres/quote';
import type { CatalogTable } from './schema/types';

/** Tables that are copied in one transaction of the target, each with its own row in the ledger. */
export interface CopyUnit {
  tables: CatalogTable[];
  sizeBytes: number;
}

/** Below this, round trips and commits cost more than the rows (copy-engine.md 3). */
const smallTableBytes = 4_000_000;
const batchBytes = 2 * smallTableBytes;
const batchTables = 64;

/** Biggest first, so that the last ones are short; batches of small tables come at the end. */
export function copyUnits(tables: CatalogTable[]): CopyUnit[] {
  const ordered = [...tables].sort((one, other) => other.sizeBytes - one.sizeBytes || (one.name < other.name ? -1 : 1));
  const units: CopyUnit[] = [];
  let batch: CopyUnit | undefined;
  for (const table of ordered) {
    if (table.sizeBytes >= smallTableBytes || table.filter !== undefined) {
      units.push({ tables: [table], sizeBytes: table.sizeBytes });
      continue;
    }
    if (!batch || batch.tables.length >= batchTables || batch.sizeBytes + table.sizeBytes > batchBytes) {
      batch = { tables: [], sizeBytes: 0 };
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
  const { name, columns, filter } = table;
  const what = filter ? `(SELECT ${columns.join(', ')} FROM ONLY ${name} ${filter})` : `${name}${columnList(table)}`;
  return `COPY ${what} TO STDOUT ${optionsOf(table, dialect)}`;
}

/** FREEZE needs a TRUNCATE in the same transaction; rows that an extension put into its table itself forbid both. */
export function copyIn(table: CatalogTable, dialect: CopyDialect): string {
  return `COPY ${table.name}${columnList(table)} FROM STDIN ${optionsOf(table, dialect, table.filter === undefined ? ', FREEZE' : '')}`;
}

/** Makes the tables of a unit empty in its transaction, so that rows keep the order in which the source sends them (copy-engine.md 3). */
export function emptyTables({ tables }: CopyUnit): string {
  const [first] = tables;
  if (first?.filter !== undefined) return `DELETE FROM ONLY ${first.name} ${first.filter}`;
  return `TRUNCATE ${tables.map(({ name }) => `ONLY ${name}`).join(', ')}`;
}

/** Rows in a form that is the same on all versions, for the comparison that is blind to their order. */
export function comparableRows({ name, comparableColumns, filter = '' }: CatalogTable): string {
  return `COPY (SELECT ${comparableColumns.join(', ')} FROM ONLY ${name} ${filter}) TO STDOUT`;
}
