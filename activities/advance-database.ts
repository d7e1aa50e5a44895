/** Runs one slice of one database's migration, and stores what came of it. Safe to repeat, and to run twice at once: the engine fences. */
import type { AdvanceAnswer, DatabaseInput } from '../shared/domain/durable-names';
import { type MigrationError, MigrationFailure, migrationError } from '../shared/domain/error-codes';
import { sliceMs } from '../shared/domain/limits';
import { isDatabaseEnd } from '../shared/domain/states';
import { copyPlaces } from '../shared/engines/copy-places';
import type { Advance } from '../shared/engines/engine';
import { engineOf } from '../shared/engines/engines';
import { flushOutbox, type OnSent } from '../shared/events/flush-outbox';
import { azureAccessOf } from '../shared/migrations/azure-access';
import { connectionsOf } from '../shared/migrations/connections';
import { storedProgress } from '../shared/migrations/stored-progress';
import { cleanUpItem, recordCleanUp } from '../shared/state/clean-up-ledger';
import { isStopped, readControl } from '../shared/state/control-row';
import { readDatabase, setDatabaseState } from '../shared/state/databases';
import { readRecord } from '../shared/state/records';
import { writeReport } from '../shared/state/reports';
import { watchControl } from '../shared/state/watch-control';

export async function advanceDatabase(input: DatabaseInput, onSent?: OnSent): Promise<AdvanceAnswer> {
  const { migrationId, number } = input;
  const database = await readDatabase(migrationId, number);
  if (isDatabaseEnd(database.state)) return { kind: 'ended', succeeded: database.state === 'Succeeded' };
  if (database.cancelRequestedOn || isStopped(await readControl(migrationId))) return end(input, { kind: 'ended', state: 'Canceled' });
  const place = copyPlaces.take();
  if (!place) return { kind: 'notYet' };
  try {
    await setDatabaseState(migrationId, number, 'InProgress');
    const [advance] = await Promise.all([runSlice(input), flushOutbox(migrationId, onSent)]); // subscribers learn of the start at the start
    return advance.kind === 'ended' ? await end(input, advance) : advance;
  } finally {
    place.free();
  }
}

async function runSlice({ migrationId, number }: DatabaseInput): Promise<Advance> {
  const stop = new AbortController();
  const unwatch = watchControl(migrationId, number, () => stop.abort());
  const progress = storedProgress(migrationId, number);
  try {
    const [record, database] = await Promise.all([readRecord(migrationId), readDatabase(migrationId, number)]);
    const { engine, proof, onSourceChange } = record.request;
    const { name, overwrite } = database;
    const [connections, azure] = await Promise.all([connectionsOf(record), azureAccessOf(record)]);
    const job = { migrationId, number, database: name, overwrite, proof, onSourceChange, azure, ...connections };
    return await engineOf(engine).advance(job, {
      softDeadline: new Date(Date.now() + sliceMs),
      signal: stop.signal,
      report: progress.report,
      isWanted: () => isWanted(migrationId, number),
      willCreate: ({ kind, name, before }) => recordCleanUp(cleanUpItem(migrationId, kind, name, number, before)),
    });
  } catch (error) {
    if (error instanceof MigrationFailure) return { kind: 'ended', state: 'Failed', error: error.error };
    throw error;
  } finally {
    unwatch();
    await progress.flush();
  }
}

async function isWanted(migrationId: string, number: number): Promise<boolean> {
  const [control, database] = await Promise.all([readControl(migrationId), readDatabase(migrationId, number)]);
  return !isStopped(control) && !database.cancelRequestedOn;
}

/** The report is stored before the state: a database that shows as ended has one. */
async function end({ migrationId, number }: DatabaseInput, advance: Extract<Advance, { kind: 'ended' }>): Promise<AdvanceAnswer> {
  if ('report' in advance && advance.report) await writeReport(migrationId, number, advance.report);
  const error: MigrationError | undefined =
    advance.state === 'Failed' ? (advance.error ?? migrationError('INTERNAL_ERROR', 'No reason given.')) : undefined;
  await setDatabaseState(migrationId, number, advance.state, error);
  return { kind: 'ended', succeeded: advance.state === 'Succeeded' };
}
