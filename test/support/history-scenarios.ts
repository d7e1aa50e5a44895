// Ways that migrations go, for histories that later builds have to replay: today's orchestrators with activities that only answer.
import type { OrchestrationHandler } from 'durable-functions';
import { eventType, type HistoryEvent, isTerminal } from '../../local/functions-host/durable/protocol';
import { createVirtualHost, type TestActivity, type VirtualHost } from '../../local/functions-host/testing/virtual-host';
import { migrateDatabase } from '../../orchestrators/migrate-database';
import { migration } from '../../orchestrators/migration';
import { migrationSteps } from '../../orchestrators/migration-steps';
import { recoverMigration } from '../../orchestrators/recover-migration';
import { activityNames, orchestrationNames } from '../../shared/domain/durable-names';
import { cancelEventName, instanceIds, waitEventName } from '../../shared/domain/names';

export const orchestrators = {
  [orchestrationNames.migration]: migration,
  [orchestrationNames.migrationSteps]: migrationSteps,
  [orchestrationNames.migrateDatabase]: migrateDatabase,
  [orchestrationNames.recoverMigration]: recoverMigration,
} as Record<string, OrchestrationHandler>;

export interface RecordedInstance {
  instanceId: string;
  name: string;
  input: string | undefined;
  parentInstanceId: string | undefined;
  status: string;
  output: string | undefined;
  history: HistoryEvent[];
}

const migrationId = '3f1c6f0e-8d0a-4c9d-9f0b-000000000001';
const start = new Date('2026-01-01T00:00:00.000Z');
const waitId = 'a-wait';
const dayMs = 24 * 60 * 60 * 1000;

/** Answers of an activity, one after another; the last repeats. An Error is thrown. */
type Answers = Partial<Record<string, unknown[]>>;

const usual: Answers = {
  [activityNames.checkPrerequisites]: [{ kind: 'ok', opensNetworkPath: false, preparesEngine: false }],
  [activityNames.openNetworkPath]: [{ kind: 'ok' }],
  [activityNames.prepareEngine]: [{ kind: 'ok' }],
  [activityNames.setUpReplication]: [{ kind: 'ok' }],
  [activityNames.runPreflight]: [{ kind: 'ready' }],
  [activityNames.openWait]: [{ kind: 'open', waitId, expiresOn: new Date(start.getTime() + 3 * dayMs).toISOString() }],
  [activityNames.closeWait]: [{ kind: 'goOn' }],
  [activityNames.wakeOpenWait]: [null],
  [activityNames.beginCopy]: [
    {
      kind: 'copy',
      databases: [
        { number: 0, name: 'orders' },
        { number: 1, name: 'stock' },
      ],
    },
  ],
  [activityNames.advanceDatabase]: [{ kind: 'ended', succeeded: true }],
  [activityNames.seal]: [{ outcome: 'Succeeded' }],
  [activityNames.cleanUp]: [{ complete: true }],
  [activityNames.recordOutcome]: [null],
};

const overwrite = { kind: 'needs', need: { kind: 'overwrite', databases: [] } };
const raise = (host: VirtualHost, instanceId: string, name: string) => {
  host.post(instanceId, eventType.eventRaised, { Name: name, Input: 'null' });
  return host.settle();
};
const steps = instanceIds.steps(migrationId);

interface Scenario {
  answers?: Answers;
  root?: string;
  drive?(host: VirtualHost): Promise<void>;
}

/** Every kind of task, and every place where a build may stop and the next one goes on. */
const scenarios: Record<string, Scenario> = {
  'two databases': {},
  'slices, and places that are taken': {
    answers: {
      [activityNames.advanceDatabase]: [
        { kind: 'more' },
        { kind: 'notYet' },
        { kind: 'notYet', retryAfterMs: 500 },
        { kind: 'ended', succeeded: true },
      ],
    },
  },
  'network path, engine, replication': {
    answers: {
      [activityNames.checkPrerequisites]: [
        { kind: 'notYet', retryAfterMs: 5_000 },
        { kind: 'ok', opensNetworkPath: true, preparesEngine: true },
      ],
      [activityNames.openNetworkPath]: [{ kind: 'notYet', retryAfterMs: 1_000 }, { kind: 'ok' }],
      [activityNames.prepareEngine]: [{ kind: 'notYet', retryAfterMs: 1_000 }, { kind: 'ok' }],
      [activityNames.runPreflight]: [{ kind: 'setUpReplication' }, { kind: 'ready' }],
    },
  },
  'approved, after a wake-up for nothing': {
    answers: {
      [activityNames.runPreflight]: [overwrite, { kind: 'ready' }],
      [activityNames.closeWait]: [{ kind: 'open' }, { kind: 'goOn' }],
    },
    async drive(host) {
      await raise(host, steps, waitEventName(waitId));
      await raise(host, steps, waitEventName(waitId));
    },
  },
  'a wait that is longer than a timer may be, and expires': {
    answers: {
      [activityNames.runPreflight]: [overwrite],
      [activityNames.openWait]: [{ kind: 'open', waitId, expiresOn: new Date(start.getTime() + 14 * dayMs).toISOString() }],
      [activityNames.closeWait]: [{ kind: 'open' }, { kind: 'open' }, { kind: 'stopped' }],
    },
  },
  'cancelled while it waits': {
    answers: { [activityNames.runPreflight]: [overwrite], [activityNames.closeWait]: [{ kind: 'stopped' }] },
    async drive(host) {
      await raise(host, instanceIds.root(migrationId), cancelEventName);
      await raise(host, steps, waitEventName(waitId));
    },
  },
  'steps that fail, and an end that is tried again': {
    answers: {
      [activityNames.runPreflight]: [
        { kind: 'failed', error: { code: 'SERVER_UNREACHABLE', message: 'x', hint: 'x', owner: 'customer', retryable: true } },
      ],
      [activityNames.cleanUp]: [new Error('the store is away'), new Error('the store is away'), { complete: true }],
    },
  },
  'a database whose activity throws': {
    answers: { [activityNames.advanceDatabase]: [new Error('the store is away'), { kind: 'ended', succeeded: false }] },
  },
  recovered: { root: orchestrationNames.recoverMigration },
};

/** Runs every scenario to its end. */
export async function recordHistories(): Promise<Record<string, RecordedInstance[]>> {
  const recorded: Record<string, RecordedInstance[]> = {};
  for (const [title, scenario] of Object.entries(scenarios)) recorded[title] = await record(scenario);
  return recorded;
}

async function record({ answers = {}, root = orchestrationNames.migration, drive }: Scenario): Promise<RecordedInstance[]> {
  const host = createVirtualHost(orchestrators, activitiesOf({ ...usual, ...answers }), start);
  host.start(root, migrationId, JSON.stringify({ migrationId }));
  await host.settle();
  await drive?.(host);
  while (await host.fireNextTimer(undefined));
  const instances = [...host.instances.values()];
  const open = instances.filter(({ status }) => !isTerminal(status));
  if (open.length) throw new Error(`Not at their end: ${open.map(({ instanceId }) => instanceId)}`);
  return instances.map(({ instanceId, name, input, parentInstanceId, status, output, history }) => ({
    instanceId,
    name,
    input,
    parentInstanceId,
    status,
    output,
    history,
  }));
}

function activitiesOf(answers: Answers): Record<string, TestActivity> {
  return Object.fromEntries(
    Object.entries(answers).map(([name, list = []]) => {
      const given = [...list];
      const activity: TestActivity = () => {
        const answer = given.length > 1 ? given.shift() : given[0];
        if (answer instanceof Error) throw answer;
        return answer;
      };
      return [name, activity];
    }),
  );
}
