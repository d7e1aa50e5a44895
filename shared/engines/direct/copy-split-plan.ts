// Decides which tables are split, and where their ranges begin.
import { quoteLiteral } from '../../postgres/quote';
import { loadSql } from '../../postgres/sql';
import type { Wire } from '../../postgres/wire';
import type { EngineContext } from '../engine';
import { mostRanges, rangeBytes, rangesPerStream, samplePages, splitTablesFromBytes } from './copy-tuning';
import type { CatalogTable } from './schema/types';

/** How a table is copied in parts. Kept in the ledger, so that a later slice goes on with the same parts. */
export interface SplitPlan {
  kind: 'ranges' | 'writers' | 'whole';
  /** Number of the attempt that emptied the table. */
  attempt: number;
  /** For ranges: the column and its type, as SQL. */
  key?: { column: string; type: string };
  /** First values of all ranges but the first, ascending. The first and the last range are open. */
  bounds: string[];
}

const keySql = loadSql(__dirname, 'split-key');

/**
 * A table is split where cores are spare and it alone would keep one stream busy for longer than everything takes when spread evenly. Not the
 * unlogged: after a crash they start anew as a whole; nor those whose rows an extension made.
 */
export function shouldSplit(
  table: CatalogTable,
  remaining: CatalogTable[],
  streams: number,
  { splitFromBytes = splitTablesFromBytes }: Pick<EngineContext, 'splitFromBytes'>,
): boolean {
  const { sizeBytes, unlogged, filter, columns } = table;
  if (streams <= 2 || sizeBytes < splitFromBytes || unlogged || filter !== undefined || !columns.length) return false;
  return sizeBytes * streams > remaining.reduce((sum, each) => sum + each.sizeBytes, 0);
}

export async function planSplit(source: Wire, table: CatalogTable, streams: number): Promise<Omit<SplitPlan, 'attempt'>> {
  const [found] = await source.query(keySql.replace(':oid', String(table.oid)));
  const [column, type] = found?.rows[0] ?? [];
  if (!column || !type) return { kind: 'writers', bounds: [] };
  const ranges = Math.min(mostRanges, Math.max(streams * rangesPerStream, Math.ceil(table.sizeBytes / rangeBytes)));
  const bounds = await sampleBounds(source, table, column, ranges);
  return bounds.length ? { kind: 'ranges', key: { column, type }, bounds } : { kind: 'writers', bounds: [] };
}

/** Out of some pages from all over the table: as even as the sample is, whatever the distribution and the age of its statistics. */
async function sampleBounds(source: Wire, { name, oid }: CatalogTable, column: string, ranges: number): Promise<string[]> {
  const [size] = await source.query(
    `SELECT pg_catalog.pg_relation_size(${oid}) / pg_catalog.current_setting('block_size')::pg_catalog.int8`,
  );
  const pages = Math.max(1, Number(size?.rows[0]?.[0]));
  const percent = Math.min(100, (100 * samplePages * Math.max(1, ranges / 16)) / pages);
  const fractions = Array.from({ length: ranges - 1 }, (_, index) => (index + 1) / ranges);
  const [sampled] = await source.query(`
    SELECT bound::pg_catalog.text FROM (
      SELECT DISTINCT pg_catalog.unnest(pg_catalog.percentile_disc('{${fractions.join()}}'::pg_catalog.float8[]) WITHIN GROUP (ORDER BY ${column})) AS bound
      FROM ONLY ${name} TABLESAMPLE system (${percent.toFixed(6)})
    ) AS bounds ORDER BY bounds.bound`);
  return (sampled?.rows ?? []).map(([bound]) => String(bound));
}

/** Condition of one range, 0-based. */
export function rangeCondition({ key, bounds }: SplitPlan, range: number): string {
  if (!key) return '';
  const value = (bound: string) => `${quoteLiteral(bound)}::${key.type}`;
  const [from, to] = [bounds[range - 1], bounds[range]];
  const conditions = [
    ...(from === undefined ? [] : [`${key.column} >= ${value(from)}`]),
    ...(to === undefined ? [] : [`${key.column} < ${value(to)}`]),
  ];
  return conditions.length ? `WHERE ${conditions.join(' AND ')}` : '';
}

/** The number of the range that a row belongs to. */
export function rangeOf({ key, bounds }: SplitPlan): string {
  if (!key || !bounds.length) return '0';
  return `pg_catalog.width_bucket(${key.column}, ARRAY[${bounds.map(quoteLiteral).join(', ')}]::${key.type}[])`;
}

export const rangeCount = ({ bounds }: SplitPlan) => bounds.length + 1;
