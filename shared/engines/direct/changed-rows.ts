// Finds tables of the source that were written to, by the transactions that their rows carry: slower than counters, and always right.
import type { CatalogSession } from '../../postgres/catalog-session';
import type { FreezeEvidence } from './freeze-evidence';
import type { CatalogTable } from './schema/types';

export interface CopiedRows extends Pick<CatalogTable, 'name' | 'filter'> {
  rows: number;
}

/** Transaction ids have 32 bits in a row. */
const epoch = 2n ** 32n;

/** A row of a later transaction was inserted or updated; where some are fewer than were copied, rows were deleted. */
export async function changedRows(present: CatalogSession, { transactions }: FreezeEvidence, tables: CopiedRows[]): Promise<string[]> {
  const [, next = '0', running = ''] = transactions.split(':');
  const id = (transaction: string) => `'${BigInt(transaction) % epoch}'::pg_catalog.xid`;
  const isLater = [
    `pg_catalog.age(xmin) BETWEEN 0 AND pg_catalog.age(${id(next)})`,
    ...running
      .split(',')
      .filter(Boolean)
      .map((transaction) => `xmin = ${id(transaction)}`),
  ].join(' OR ');
  const changed: string[] = [];
  for (const { name, filter = '', rows } of tables) {
    const counts = `SELECT count(*)::text AS present, count(*) FILTER (WHERE ${isLater})::text AS later FROM ONLY ${name} ${filter}`;
    const [found] = await present.rows<{ present: string; later: string }>(counts);
    if (found?.later !== '0' || found.present !== String(rows)) changed.push(name);
  }
  return changed.sort();
}
