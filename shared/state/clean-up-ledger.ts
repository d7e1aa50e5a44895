/** The clean-up ledger, rows `r|id|l|...`: written before a thing is made or changed, walked whatever the outcome (DESIGN 1.4). */
import { rowKeys, rowPrefixes } from '../domain/keys';
import type { CleanUpFate, CleanUpItem, CleanUpKind, DatabaseRecord } from '../domain/migration';
import { partitionOfMigration } from './locate';
import { allRows } from './tables';
import { transact } from './transact';

export const cleanUpKey = (kind: CleanUpKind, name: string, number?: number) => `${number ?? '-'}|${kind}|${name}`;

export const cleanUpItem = (migrationId: string, kind: CleanUpKind, name: string, number?: number, before?: string): CleanUpItem => ({
  migrationId,
  key: cleanUpKey(kind, name, number),
  kind,
  name,
  number,
  ...(before === undefined ? {} : { before }),
});

export async function recordCleanUp(item: CleanUpItem): Promise<void> {
  await transact(await partitionOfMigration(item.migrationId), async (rows) => {
    const key = rowKeys.cleanUp(item.migrationId, item.key);
    const known = await rows.get<CleanUpItem>(key);
    if (!known || known.fate) rows.put(key, { ...item, announcedOn: new Date().toISOString() }); // made again after an earlier clean-up: it has to be cleaned up again
  });
}

export async function readCleanUp(migrationId: string): Promise<CleanUpItem[]> {
  const rows = await allRows<CleanUpItem>('migrations', await partitionOfMigration(migrationId), rowPrefixes.cleanUp(migrationId));
  return rows.map(({ value }) => value);
}

export interface Fate {
  key: string;
  fate: CleanUpFate;
  command?: string;
}

export const isGone = (item: Pick<CleanUpItem, 'fate'>) => item.fate === 'removed' || item.fate === 'absent';

/**
 * Stores what became of things. With a database: its claim on the target's name ends in the same transaction when all of its things are gone.
 */
export async function recordFates(migrationId: string, fates: Fate[], database?: DatabaseRecord): Promise<void> {
  await transact(await partitionOfMigration(migrationId), async (rows) => {
    for (const { key, fate, command } of fates) {
      const item = await rows.get<CleanUpItem>(rowKeys.cleanUp(migrationId, key));
      // What was seen removed once stays `removed` when a second walk finds it absent.
      if (item && !(item.fate === 'removed' && fate === 'absent')) rows.put(rowKeys.cleanUp(migrationId, key), { ...item, fate, command });
    }
    if (!database || !fates.every(isGone)) return;
    const claimKey = rowKeys.claim(database.name);
    const claim = await rows.get<Claim>(claimKey);
    if (claim?.migrationId === migrationId) rows.remove(claimKey);
  });
}

/** Row `k|database`: the migration that a database of the target belongs to until it is done with it. */
export interface Claim {
  migrationId: string;
  migrationName: string;
}
