/** MigrationProgress events, throttled: every 5 % or every minute, whichever comes first (events.md 6.2). */
import { eventTypes, type ProgressData } from '../domain/events';
import { rowKeys } from '../domain/keys';
import type { DatabaseProgress, DatabaseRecord, MigrationRecord } from '../domain/migration';
import { totalProgress } from '../domain/progress';
import { isTerminal } from '../domain/states';
import { databasesIn, readProgress } from './databases';
import { partitionOfMigration } from './locate';
import { transact } from './transact';
import { appendEvent, recordIn } from './transition';

const stepPercent = 5;
const intervalMs = 60_000;

/** Stores an event when enough has happened since the last one. What was told last stands on the record, so that no process tells it twice. */
export async function tellProgress(migrationId: string): Promise<void> {
  const progress = await readProgress(migrationId);
  await transact(await partitionOfMigration(migrationId), async (rows) => {
    const record = await recordIn(rows, migrationId);
    if (isTerminal(record.state) || record.subState !== 'MigratingData') return;
    const now = new Date();
    const data = progressData(record, await databasesIn(rows, record), progress);
    const percent = data.bytesTotal ? (100 * data.bytesCopied) / data.bytesTotal : 0;
    const told = record.progressTold ?? { percent: 0, on: record.changedOn };
    if (percent < told.percent + stepPercent && now.getTime() - new Date(told.on).getTime() < intervalMs) return;
    const next: MigrationRecord = { ...record, progressTold: { percent, on: now.toISOString() } };
    rows.put(rowKeys.record(migrationId), appendEvent(rows, next, now, { type: eventTypes.migrationProgress, data }));
  });
}

function progressData(record: MigrationRecord, databases: DatabaseRecord[], progress: (DatabaseProgress | undefined)[]): ProgressData {
  const { etaSeconds = null, ...totals } = totalProgress(databases, progress);
  return {
    ...totals,
    etaSeconds,
    databases: record.request.databases.map((name, number) => {
      const { bytesCopied = 0, bytesTotal = 0, tablesDone = 0, tablesTotal = 0 } = progress[number] ?? {};
      return { name, bytesCopied, bytesTotal, tablesDone, tablesTotal };
    }),
  };
}
