/** MigrationProgress events, throttled: every 5 % or every minute, whichever comes first (events.md 6.2). */
import { eventTypes, type ProgressData } from '../domain/events';
import { rowKeys } from '../domain/keys';
import type { DatabaseProgress, MigrationRecord } from '../domain/migration';
import { isTerminal } from '../domain/states';
import { readProgress } from './databases';
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
    const data = progressData(record, progress, now);
    const percent = data.bytesTotal ? (100 * data.bytesCopied) / data.bytesTotal : 0;
    const told = record.progressTold ?? { percent: 0, on: record.changedOn };
    if (percent < told.percent + stepPercent && now.getTime() - new Date(told.on).getTime() < intervalMs) return;
    const next: MigrationRecord = { ...record, progressTold: { percent, on: now.toISOString() } };
    rows.put(rowKeys.record(migrationId), appendEvent(rows, next, now, { type: eventTypes.migrationProgress, data }));
  });
}

function progressData(record: MigrationRecord, progress: (DatabaseProgress | undefined)[], now: Date): ProgressData {
  const databases = record.request.databases.map((name, number) => {
    const { bytesCopied = 0, bytesTotal = 0, tablesDone = 0, tablesTotal = 0 } = progress[number] ?? {};
    return { name, bytesCopied, bytesTotal, tablesDone, tablesTotal };
  });
  const sum = (of: 'bytesCopied' | 'bytesTotal') => databases.reduce((total, database) => total + database[of], 0);
  const [bytesCopied, bytesTotal] = [sum('bytesCopied'), sum('bytesTotal')];
  const elapsedMs = now.getTime() - new Date(record.changedOn).getTime();
  const etaSeconds = bytesCopied > 0 && elapsedMs > 0 ? Math.round(((bytesTotal - bytesCopied) * elapsedMs) / bytesCopied / 1000) : null;
  return { bytesCopied, bytesTotal, etaSeconds, databases };
}
