// Looks whether stored generated columns, which the target computes anew, came out as they are on the source.
import type { CatalogSession } from '../../postgres/catalog-session';
import type { CatalogTable } from './schema/types';

/** A sentence per table where they did not: an expression whose functions were changed gives other values to the same rows. */
export async function staleGeneratedColumns(source: CatalogSession, target: CatalogSession, tables: CatalogTable[]): Promise<string[]> {
  const findings: string[] = [];
  for (const { name, generated = [], filter = '' } of tables) {
    if (generated.length === 0) continue;
    const sums = generated.map(
      ({ comparable }) => `coalesce(sum(pg_catalog.hashtextextended((${comparable})::pg_catalog.text, 0)), 0)::pg_catalog.text`,
    );
    const sql = `SELECT ARRAY[${sums.join(', ')}] AS sums FROM ONLY ${name} ${filter}`;
    const [[there], [here]] = await Promise.all([source.rows<{ sums: string[] }>(sql), target.rows<{ sums: string[] }>(sql)]);
    const stale = generated.filter((_, place) => there?.sums[place] !== here?.sums[place]).map((column) => column.name);
    if (stale.length === 0) continue;
    findings.push(
      `Generated columns of table ${name} have other values than on the source: ${stale.join(', ')}. Their expressions give other results now than when the rows were written.`,
    );
  }
  return findings;
}
