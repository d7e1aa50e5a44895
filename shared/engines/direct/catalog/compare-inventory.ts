// Proves that every object of the source arrived on the target: by kind and name, and by the properties that read alike on both.
import { fail } from '../../../domain/error-codes';
import type { CatalogSession } from '../../../postgres/catalog-session';
import { loadSql } from '../../../postgres/sql';
import { sqlForVersion } from './sql-for-version';

const inventorySql = loadSql(__dirname, 'inventory');
const namesInMessage = 10;

export interface InventoryOptions {
  /** Schema of the target that is ours, and not looked at. */
  ledgerSchema: string;
}

/** How many objects of each kind the source has. */
export type Inventory = Record<string, number>;

interface KindSummary {
  kind: string;
  count: number;
  hash: string;
}

interface InventoryRow {
  kind: string;
  identity: string;
  detail: string;
}

/**
 * Throws OBJECT_LOST naming what is missing or different. Objects that only the target has do not matter: newer versions make some by
 * themselves. Kinds whose lists have the same hash on both sides are not fetched, so that a million columns cost two small answers.
 */
export async function compareInventory(source: CatalogSession, target: CatalogSession, options: InventoryOptions): Promise<Inventory> {
  const [onSource, onTarget] = await Promise.all([summaries(source, options), summaries(target, options)]);
  const suspects = onSource.filter(({ kind, hash }) => !onTarget.some((other) => other.kind === kind && other.hash === hash));
  const kinds = suspects.map(({ kind }) => kind);
  if (kinds.length > 0) {
    const [expected, found] = await Promise.all([rows(source, options, kinds), rows(target, options, kinds)]);
    const lost = differences(expected, found);
    if (lost.length > 0) {
      const names = lost.slice(0, namesInMessage).join('; ');
      throw fail(
        'OBJECT_LOST',
        `${lost.length} objects of the source are not the same on the target: ${names}${lost.length > namesInMessage ? ' ...' : ''}.`,
        {
          objects: lost,
        },
      );
    }
  }
  return Object.fromEntries(onSource.map(({ kind, count }) => [kind, count]));
}

function summaries(session: CatalogSession, { ledgerSchema }: InventoryOptions): Promise<KindSummary[]> {
  const list = `string_agg(identity || E'\\t' || detail, E'\\n' ORDER BY identity COLLATE "C", detail COLLATE "C")`;
  const sql = `SELECT kind, count(*)::int AS count, md5(${list}) AS hash FROM (${sqlForVersion(inventorySql, session.version)}) AS object GROUP BY kind`;
  return session.rows<KindSummary>(sql, [ledgerSchema]);
}

function rows(session: CatalogSession, { ledgerSchema }: InventoryOptions, kinds: string[]): Promise<InventoryRow[]> {
  const sql = `SELECT kind, identity, detail FROM (${sqlForVersion(inventorySql, session.version)}) AS object WHERE kind = ANY ($2)`;
  return session.rows<InventoryRow>(sql, [ledgerSchema, kinds]);
}

/** Pure. Several objects may share a name where it is not the whole identity: then each of the source needs one of the target. */
export function differences(expected: readonly InventoryRow[], found: readonly InventoryRow[]): string[] {
  const key = ({ kind, identity }: InventoryRow) => `${kind} ${identity}`;
  const onTarget = new Map<string, string[]>();
  for (const row of found) onTarget.set(key(row), [...(onTarget.get(key(row)) ?? []), row.detail]);
  return expected.flatMap((row) => {
    const details = onTarget.get(key(row));
    if (!details) return [`${key(row)} (missing)`];
    return details.includes(row.detail) ? [] : [`${key(row)} (${row.detail} on the source, ${details.join(' or ')} on the target)`];
  });
}
