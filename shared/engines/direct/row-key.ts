// The columns that tell the rows of a table apart, and rows in a form that begins with them.
import { quoteIdentifier } from '../../postgres/quote';
import { loadSql } from '../../postgres/sql';
import type { Wire } from '../../postgres/wire';
import { sqlForVersion } from './catalog/sql-for-version';
import { type CopyDialect, comparableRows } from './copy-unit';
import type { CatalogTable } from './schema/types';

const rowKeySql = loadSql(__dirname, 'row-key');

/** Quoted names of the key's columns, none where the table has no key without NULLs. Read on the source: on the target it may not be built yet. */
export async function readRowKey(source: Wire, { oid }: CatalogTable): Promise<string[]> {
  const [version] = await source.query('SHOW server_version_num');
  const sql = sqlForVersion(rowKeySql, Number(version?.rows[0]?.[0])).replaceAll('$1', String(oid));
  const [columns] = await source.query(sql);
  return (columns?.rows ?? []).map(([name]) => quoteIdentifier(String(name)));
}

/** Rows as the proof compares them, their key before them. */
export function keyBeforeRows(table: CatalogTable, key: string[], dialect: CopyDialect): string {
  const { columns, comparableColumns } = table;
  return comparableRows(
    table,
    dialect,
    key.map((column) => comparableColumns[columns.indexOf(column)] ?? column),
  );
}
