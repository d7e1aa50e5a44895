/** From a migration's id to the partition that holds its rows: table `migrationsById`. Answers never change, so they are kept. */

import { encodeKey, invertedTime } from '../domain/keys';
import type { TargetServerId } from '../domain/migration';
import { keptAnswers } from './kept-answers';
import { allRows, deleteRow, readRow, readRows, writeRow } from './tables';

interface Location {
  migrationId: string;
  partition: string;
  announcedOn: string;
}

const idPartition = 'id';
const listPartition = 'list';
const openPartition = 'open';
const known = keptAnswers();

export const partitionOf = ({ subscriptionId, resourceGroup, server }: TargetServerId) =>
  encodeKey(`${subscriptionId}/${resourceGroup}/${server}`.toLowerCase());

/** Written before a migration is stored: a dangling entry is skipped by readers and removed by the reconciler. */
export async function announce(migrationId: string, partition: string, createdOn: Date): Promise<void> {
  const location: Location = { migrationId, partition, announcedOn: createdOn.toISOString() };
  await writeRow('migrationsById', openPartition, `o|${migrationId}`, location);
  await Promise.all([
    writeRow('migrationsById', idPartition, migrationId, location),
    writeRow('migrationsById', listPartition, `t|${invertedTime(createdOn)}|${migrationId}`, location),
  ]);
}

/** Takes an announcement back that led to no migration. */
export async function unannounce(migrationId: string, createdOn: Date): Promise<void> {
  await Promise.all([
    deleteRow('migrationsById', idPartition, migrationId),
    deleteRow('migrationsById', listPartition, `t|${invertedTime(createdOn)}|${migrationId}`),
  ]);
  await closeMigration(migrationId);
}

export async function findPartition(migrationId: string): Promise<string | undefined> {
  const kept = known.get(migrationId);
  if (kept) return kept;
  const row = await readRow<Location>('migrationsById', idPartition, encodeKey(migrationId));
  if (row) known.set(migrationId, row.value.partition);
  return row?.value.partition;
}

/** As `findPartition`, for ids that were handed out by this service. */
export async function partitionOfMigration(migrationId: string): Promise<string> {
  const partition = await findPartition(migrationId);
  if (!partition) throw new Error(`Migration ${migrationId} is not stored.`);
  return partition;
}

/** Migrations that are not at rest: not ended, not cleaned up, or with unsent events. */
export async function openMigrations(): Promise<Location[]> {
  return (await allRows<Location>('migrationsById', openPartition, 'o|')).map((row) => row.value);
}

/** Back into that list, for a migration that had come to rest. */
export async function reopenMigration(migrationId: string, partition: string): Promise<void> {
  const location: Location = { migrationId, partition, announcedOn: new Date().toISOString() };
  await writeRow('migrationsById', openPartition, `o|${migrationId}`, location);
}

export const closeMigration = (migrationId: string) => deleteRow('migrationsById', openPartition, `o|${migrationId}`);

/** All migrations, newest first; `from` is the row key of the last one seen. */
export async function* migrationsByTime(from?: string): AsyncGenerator<Location & { key: string }> {
  for await (const row of readRows<Location>('migrationsById', listPartition, 't|', from)) yield { ...row.value, key: row.rowKey };
}
