/** Sets up, one step further, what the databases of a migration share in its engine. */
import type { DrivenAnswer, MigrationInput } from '../shared/domain/durable-names';
import { MigrationFailure } from '../shared/domain/error-codes';
import { engineOf } from '../shared/engines/engines';
import { migrationJobOf } from '../shared/migrations/migration-job';
import { cleanUpItem, recordCleanUp } from '../shared/state/clean-up-ledger';
import { isStopped, readControl } from '../shared/state/control-row';
import { readRecord } from '../shared/state/records';
import { watchControl } from '../shared/state/watch-control';

export async function prepareEngine({ migrationId }: MigrationInput): Promise<DrivenAnswer> {
  const isWanted = async () => !isStopped(await readControl(migrationId));
  if (!(await isWanted())) return { kind: 'stopped' };
  const stop = new AbortController();
  const unwatch = watchControl(migrationId, undefined, () => stop.abort());
  try {
    const record = await readRecord(migrationId);
    const prepared = await engineOf(record.request.engine).prepare?.(await migrationJobOf(record), {
      signal: stop.signal,
      isWanted,
      willCreate: ({ kind, name, before }) => recordCleanUp(cleanUpItem(migrationId, kind, name, undefined, before)),
    });
    if (!(await isWanted())) return { kind: 'stopped' };
    return !prepared || prepared.kind === 'ready' ? { kind: 'ok' } : prepared;
  } catch (error) {
    if (stop.signal.aborted) return { kind: 'stopped' };
    if (error instanceof MigrationFailure) return { kind: 'failed', error: error.error };
    throw error;
  } finally {
    unwatch();
  }
}
