// Migrations that an earlier build began go on under this one: its recorded histories replay, wherever the upgrade cuts them (docs/upgrade.md).
import { readdirSync, readFileSync } from 'node:fs';
import { eventType, type HistoryEvent } from '../../local/functions-host/durable/protocol';
import { type Turn, takeTurn } from '../../local/functions-host/durable/turn';
import { invokeTwice } from '../../local/functions-host/testing/invoke-twice';
import { migrateDatabase } from '../../orchestrators/migrate-database';
import { activityNames, orchestrationNames } from '../../shared/domain/durable-names';
import { orchestrators, type RecordedInstance, recordHistories } from '../support/history-scenarios';

interface Recording {
  build: string;
  scenarios: Record<string, RecordedInstance[]>;
}

const folder = 'test/orchestrators/histories';
const recordings = readdirSync(folder).map((file): [string, Recording] => [file, JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))]);

/** What this build makes of the history so far, with nothing new in it. */
async function goOn(
  { instanceId, name, input, parentInstanceId }: RecordedInstance,
  history: HistoryEvent[],
  handlers = orchestrators,
): Promise<Turn> {
  const known = Object.values<string>({ ...activityNames, ...orchestrationNames });
  const execution = { instanceId, name, input, parentInstanceId, executionId: 'replayed', history };
  return takeTurn(execution, [], new Date(history.at(-1)?.Timestamp ?? 0), {
    exists: (_kind, wanted) => known.includes(wanted),
    invoke: invokeTwice(handlers),
  });
}

/** The history after each turn but the last: where a host may have stopped. */
const cuts = (history: HistoryEvent[]) =>
  history.flatMap(({ EventType }, index) =>
    EventType === eventType.orchestratorCompleted && index < history.length - 1 ? [history.slice(0, index + 1)] : [],
  );

test('there are recordings, of several builds once there were several', () => {
  expect(recordings.length).toBeGreaterThan(0);
});

describe.each(recordings)('%s', (_file, { scenarios }) => {
  test.each(Object.entries(scenarios))('%s', async (_title, instances) => {
    for (const instance of instances) {
      for (const history of cuts(instance.history)) {
        const turn = await goOn(instance, history);
        expect({ instance: instance.instanceId, after: history.length, status: turn.status, output: turn.output }).toMatchObject({
          status: 'Running',
          output: undefined,
        });
      }
      const whole = instance.history.filter(
        ({ EventType }, index) => EventType !== eventType.executionCompleted || index < instance.history.length - 2,
      );
      const { status, output } = await goOn(instance, whole);
      expect({ status, output }).toEqual({ status: instance.status, output: instance.output });
    }
  });
});

test('a build that calls something else at the same place is found out', async () => {
  const other = function* (...[context]: Parameters<typeof migrateDatabase>): ReturnType<typeof migrateDatabase> {
    yield context.df.callActivity(activityNames.cleanUp, context.df.getInput());
    yield* migrateDatabase(context);
  };
  const [, recording] = recordings[0] as [string, Recording];
  const database = recording.scenarios['two databases']?.find(
    ({ name }) => name === orchestrationNames.migrateDatabase,
  ) as RecordedInstance;
  const [first] = cuts(database.history);
  const turn = await goOn(database, first as HistoryEvent[], { ...orchestrators, [orchestrationNames.migrateDatabase]: other as never });
  expect(turn).toMatchObject({ status: 'Failed', output: expect.stringContaining('Non-Deterministic workflow detected') });
});

test('every scenario of today was recorded', async () => {
  const recorded = recordings.flatMap(([, { scenarios }]) => Object.keys(scenarios));
  expect(Object.keys(await recordHistories()).filter((title) => !recorded.includes(title))).toEqual([]);
});
