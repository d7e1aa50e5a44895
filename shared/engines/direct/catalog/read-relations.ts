// Reads the tables whose rows are copied, with how each is copied, and the other relations that the plan has to know.
import type { CatalogSession } from '../../../postgres/catalog-session';
import { quoteIdentifier, quoteQualified } from '../../../postgres/quote';
import { loadSql } from '../../../postgres/sql';
import type { CatalogRelation, CatalogTable } from '../schema/types';
import { type ColumnTypes, columnTypes, type TypeRow } from './column-types';
import { comparableExpression } from './comparable-expression';
import { sqlForVersion } from './sql-for-version';

const relationsSql = loadSql(__dirname, 'relations');
const columnsSql = loadSql(__dirname, 'columns');
const typesSql = loadSql(__dirname, 'types');

interface RelationRow {
  oid: number;
  schema: string;
  name: string;
  kind: 'r' | 'p' | 'm' | 'f';
  unlogged: boolean;
  isPopulated: boolean;
  sizeBytes: number;
  rootOid: number;
  hasForeignChild: boolean;
  extensionFilter: string | null;
}

interface ColumnRow {
  tableOid: number;
  name: string;
  typeOid: number;
  isGenerated: boolean;
}

const kinds = { r: 'table', p: 'partitionedTable', m: 'matview', f: 'foreignTable' } as const;

export interface Relations {
  tables: CatalogTable[];
  relations: CatalogRelation[];
  /** OIDs of materialised views that hold data. */
  populated: ReadonlySet<number>;
}

export async function readRelations(session: CatalogSession, integerDatetimes: boolean): Promise<Relations> {
  const rows = await withoutUntouched(session, await session.rows<RelationRow>(sqlForVersion(relationsSql, session.version)));
  const columns = await session.rows<ColumnRow>(sqlForVersion(columnsSql, session.version));
  const types = columnTypes(await session.rows<TypeRow>(sqlForVersion(typesSql, session.version)), integerDatetimes);
  const columnsOf = groupByTable(columns);
  const own = rows.filter(({ extensionFilter }) => extensionFilter === null);
  return {
    tables: rows.filter(({ kind }) => kind === 'r').map((row) => table(row, columnsOf.get(row.oid) ?? [], types)),
    relations: own.map(({ oid, schema, name, kind, sizeBytes, rootOid, hasForeignChild }) => ({
      oid,
      name: quoteQualified(schema, name),
      kind: kinds[kind],
      sizeBytes,
      rootOid,
      hasForeignChild,
    })),
    populated: new Set(rows.filter(({ kind, isPopulated }) => kind === 'm' && isPopulated).map(({ oid }) => oid)),
  };
}

/** Configuration tables of extensions to which the user added nothing: the target's are an administrator's often, and not to be written. */
async function withoutUntouched(session: CatalogSession, rows: readonly RelationRow[]): Promise<RelationRow[]> {
  const kept: RelationRow[] = [];
  for (const row of rows) {
    const { schema, name, kind, extensionFilter } = row;
    if (extensionFilter !== null && kind === 'r') {
      const [found] = await session.rows<object>(`SELECT 1 FROM ONLY ${quoteQualified(schema, name)} ${extensionFilter} LIMIT 1`);
      if (!found) continue;
    }
    kept.push(row);
  }
  return kept;
}

function table(row: RelationRow, all: readonly ColumnRow[], types: ColumnTypes): CatalogTable {
  const columns = all.filter(({ isGenerated }) => !isGenerated);
  const comparable = (column: ColumnRow) => comparableExpression(readAs(column, types), column.typeOid, types);
  const unsafe = columns.find(({ typeOid }) => !types.isBinarySafe(typeOid));
  return {
    oid: row.oid,
    name: quoteQualified(row.schema, row.name),
    columns: columns.map(({ name }) => quoteIdentifier(name)),
    readAs: columns.some(({ typeOid }) => types.isXml(typeOid)) ? columns.map((column) => readAs(column, types)) : undefined,
    sizeBytes: row.sizeBytes,
    unlogged: row.unlogged,
    format: unsafe ? 'text' : 'binary',
    textReason: unsafe && `${quoteIdentifier(unsafe.name)} ${types.find(unsafe.typeOid)?.displayName ?? `type ${unsafe.typeOid}`}`,
    comparableColumns: columns.map(comparable),
    generated: all
      .filter(({ isGenerated }) => isGenerated)
      .map((column) => ({ name: quoteIdentifier(column.name), comparable: comparable(column) })),
    filter: row.extensionFilter ?? undefined,
  };
}

function readAs({ name, typeOid }: ColumnRow, types: ColumnTypes): string {
  return types.isXml(typeOid) ? `${quoteIdentifier(name)}::pg_catalog.text` : quoteIdentifier(name);
}

function groupByTable(columns: readonly ColumnRow[]): Map<number, ColumnRow[]> {
  const groups = new Map<number, ColumnRow[]>();
  for (const column of columns) {
    const group = groups.get(column.tableOid);
    if (group) group.push(column);
    else groups.set(column.tableOid, [column]);
  }
  return groups;
}
