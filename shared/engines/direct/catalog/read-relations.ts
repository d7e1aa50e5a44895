// Reads the tables whose rows are copied, with how each is copied, and the other relations that the plan has to know.
import type { CatalogSession } from '../../../postgres/catalog-session';
import { quoteIdentifier, quoteQualified } from '../../../postgres/quote';
import { loadSql } from '../../../postgres/sql';
import type { CatalogRelation, CatalogTable } from '../schema/types';
import { type ColumnTypes, columnTypes, type TypeRow } from './column-types';
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
  extensionFilter: string | null;
}

interface ColumnRow {
  tableOid: number;
  name: string;
  typeOid: number;
}

const kinds = { r: 'table', p: 'partitionedTable', m: 'matview', f: 'foreignTable' } as const;

export interface Relations {
  tables: CatalogTable[];
  relations: CatalogRelation[];
  /** OIDs of materialised views that hold data. */
  populated: ReadonlySet<number>;
}

export async function readRelations(session: CatalogSession, integerDatetimes: boolean): Promise<Relations> {
  const rows = await session.rows<RelationRow>(sqlForVersion(relationsSql, session.version));
  const columns = await session.rows<ColumnRow>(sqlForVersion(columnsSql, session.version));
  const types = columnTypes(await session.rows<TypeRow>(sqlForVersion(typesSql, session.version)), integerDatetimes);
  const columnsOf = groupByTable(columns);
  const own = rows.filter(({ extensionFilter }) => extensionFilter === null);
  return {
    tables: rows.filter(({ kind }) => kind === 'r').map((row) => table(row, columnsOf.get(row.oid) ?? [], types)),
    relations: own.map(({ oid, schema, name, kind, sizeBytes, rootOid }) => ({
      oid,
      name: quoteQualified(schema, name),
      kind: kinds[kind],
      sizeBytes,
      rootOid,
    })),
    populated: new Set(rows.filter(({ kind, isPopulated }) => kind === 'm' && isPopulated).map(({ oid }) => oid)),
  };
}

function table(row: RelationRow, columns: readonly ColumnRow[], types: ColumnTypes): CatalogTable {
  const unsafe = columns.find(({ typeOid }) => !types.isBinarySafe(typeOid));
  return {
    oid: row.oid,
    name: quoteQualified(row.schema, row.name),
    columns: columns.map(({ name }) => quoteIdentifier(name)),
    sizeBytes: row.sizeBytes,
    unlogged: row.unlogged,
    format: unsafe ? 'text' : 'binary',
    textReason: unsafe && `${quoteIdentifier(unsafe.name)} ${types.find(unsafe.typeOid)?.displayName ?? `type ${unsafe.typeOid}`}`,
    comparableColumns: columns.map((column) => comparable(column, types)),
    filter: row.extensionFilter ?? undefined,
  };
}

/** Floating-point numbers in their binary form; everything else reads alike. Floats inside composites stay as they are. */
function comparable({ name, typeOid }: ColumnRow, types: ColumnTypes): string {
  const send = types.find(typeOid)?.send;
  const useBinary = send && types.isBinarySafe(typeOid) && types.holdsFloats(typeOid);
  return useBinary ? `${send}(${quoteIdentifier(name)})` : quoteIdentifier(name);
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
