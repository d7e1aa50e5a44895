/** All activities: those of state are the product's own, those that need servers are played fast; now and then one fails, is doubled or held back. */
import { activityNames, type DatabaseInput, type MigrationInput } from '../../../shared/domain/durable-names';
import { migrationError } from '../../../shared/domain/error-codes';
import { cleanupBudgetMs } from '../../../shared/domain/limits';
import { isDatabaseEnd } from '../../../shared/domain/states';
import { cleanUpMigration } from '../../../shared/migrations/clean-up';
import { needOf } from '../../../shared/migrations/needs';
import { isStopped, readControl } from '../../../shared/state/control-row';
import { clearOverwrites, readDatabase, readDatabases, setDatabaseState, writeProgress } from '../../../shared/state/databases';
import { tellProgress } from '../../../shared/state/progress-events';
import { readRecord } from '../../../shared/state/records';
import { noteValidation } from '../../../shared/state/validation';
import type { TestActivity } from '../../functions-host/testing/orchestration-runner';
import { injectedFault } from './injected-fault';
import type { Stage } from './stage';
import { stateActivities } from './state-activities';
import type { World } from './world';

type Play = Omit<World, 'stage'>;

export function fastActivities(world: Play, stage: Stage): Record<string, TestActivity> {
  const busy = new Set<string>();
  const activities: Record<string, TestActivity> = {
    ...stateActivities(stage.raise),
    [activityNames.checkPrerequisites]: async ({ migrationId }: MigrationInput) => {
      if (isStopped(await readControl(migrationId))) return { kind: 'stopped' };
      return world.draw(migrationId, 'prerequisites') < 0.03
        ? failed('SERVER_NOT_READY')
        : { kind: 'ok', opensNetworkPath: false, preparesEngine: false };
    },
    [activityNames.runPreflight]: ({ migrationId }: MigrationInput) => preflight(world, migrationId),
    [activityNames.advanceDatabase]: async (job: DatabaseInput) => {
      const key = `${job.migrationId}:${job.number}`;
      if (busy.has(key)) return { kind: 'notYet' }; // the engine's fence
      busy.add(key);
      try {
        return await advance(world, stage, job);
      } finally {
        busy.delete(key);
      }
    },
    [activityNames.cleanUp]: async ({ migrationId }: MigrationInput) => {
      if (world.faulty && world.draw(migrationId, 'clean-up') < 0.2) return { complete: false }; // its budget ran out
      return { complete: await cleanUpMigration(migrationId, AbortSignal.timeout(cleanupBudgetMs.direct)) };
    },
  };
  return Object.fromEntries(Object.entries(activities).map(([name, activity]) => [name, unreliable(world, name, activity)]));
}

function unreliable(world: Play, name: string, activity: TestActivity): TestActivity {
  return async (input: never, context) => {
    const { migrationId } = input as MigrationInput;
    world.calls.push({ name, input });
    const luck = world.faulty ? world.draw(migrationId, `luck of ${name}`) : 1;
    if (luck < 0.015) throw injectedFault(`${name} did not begin`);
    if (luck > 0.94 && luck < 1) await activity(input, context); // and once more behind it
    const [answer] = await Promise.all([activity(input, context), luck > 0.88 && luck <= 0.94 ? activity(input, context) : undefined]);
    if (luck < 0.03) throw injectedFault(`the answer of ${name} was lost`);
    return answer;
  };
}

const failed = (code: 'SERVER_NOT_READY' | 'OBJECT_NOT_SUPPORTED') => ({ kind: 'failed', error: migrationError(code, 'Played.') });

/** As shared/migrations/preflight, with what the servers would say at hand. */
async function preflight(world: Play, migrationId: string): Promise<object> {
  if (isStopped(await readControl(migrationId))) return { kind: 'stopped' };
  const record = await readRecord(migrationId);
  const rows = (await readDatabases(migrationId)).filter(({ state }) => !isDatabaseEnd(state));
  const unlucky = world.draw(migrationId, 'rules') < 0.04;
  const time = new Date().toISOString();
  const finding = { ...migrationError('OBJECT_NOT_SUPPORTED', 'Played.'), severity: 'error' as const };
  await noteValidation(migrationId, {
    status: unlucky ? 'Failed' : 'Succeeded',
    startedOn: time,
    endedOn: time,
    findings: unlucky ? [finding] : [],
  });
  if (unlucky) return failed('OBJECT_NOT_SUPPORTED');
  if (record.request.migrationOption === 'Validate') return { kind: 'validated' };
  const existing = rows.flatMap(({ name }) => world.existing.get(name) ?? []);
  await clearOverwrites(
    migrationId,
    rows.filter((row) => row.overwrite && !world.existing.has(row.name)),
  );
  const need = needOf(record, rows, existing);
  return need ? { kind: 'needs', need } : { kind: 'ready' };
}

/** One slice: may be held back, come to nothing, fail, or put the database in place if it is what was approved. */
async function advance(world: Play, stage: Stage, { migrationId, number }: DatabaseInput): Promise<object> {
  const isWanted = async () => {
    const [control, database] = await Promise.all([readControl(migrationId), readDatabase(migrationId, number)]);
    return !isStopped(control) && !database.cancelRequestedOn;
  };
  const ended = async (state: 'Succeeded' | 'Failed' | 'Canceled', code: 'COPY_FAILED' | 'TARGET_DATABASE_CHANGED' = 'COPY_FAILED') => {
    await setDatabaseState(migrationId, number, state, state === 'Failed' ? migrationError(code, 'Played.') : undefined);
    return { kind: 'ended', succeeded: state === 'Succeeded' };
  };
  const { state, name, overwrite } = await readDatabase(migrationId, number);
  if (isDatabaseEnd(state)) return { kind: 'ended', succeeded: state === 'Succeeded' };
  if (!(await isWanted())) return ended('Canceled');
  await setDatabaseState(migrationId, number, 'InProgress');
  await writeProgress(migrationId, number, {
    bytesTotal: 100,
    bytesCopied: 50,
    tablesTotal: 2,
    tablesDone: 1,
    tablesLoading: 1,
    tablesFailed: 0,
    phase: 'copy',
  });
  await tellProgress(migrationId);
  const fate = world.faulty ? world.draw(migrationId, `slice of ${number}`) : 1;
  if (fate < 0.3) await stage.hold();
  if (fate > 0.3 && fate < 0.4) return { kind: 'more' };
  if (fate > 0.4 && fate < 0.5) return { kind: 'notYet' };
  if (fate > 0.5 && fate < 0.56) return ended('Failed');
  if (!(await isWanted())) return ended('Canceled');
  const present = world.existing.get(name);
  if (present && (present.oid !== overwrite?.oid || present.fingerprint !== overwrite.fingerprint))
    return ended('Failed', 'TARGET_DATABASE_CHANGED');
  world.existing.set(name, {
    name,
    oid: 1 + (present?.oid ?? 20_000),
    fingerprint: migrationId,
    sizeBytes: 1,
    tables: 1,
    activeConnections: 0,
  });
  return ended('Succeeded');
}
