/** Waits that have ended but whose orchestration may not know it yet. */
import { rowPrefixes } from '../domain/keys';
import type { WaitRow } from '../domain/migration';
import { partitionOfMigration } from './locate';
import { allRows } from './tables';

export async function unseenWaits(migrationId: string): Promise<WaitRow[]> {
  const rows = await allRows<WaitRow>('migrations', await partitionOfMigration(migrationId), rowPrefixes.waits(migrationId));
  return rows.map(({ value }) => value).filter((wait) => wait.outcome && !wait.seenOn);
}
