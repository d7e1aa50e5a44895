/** What the host makes of actions and history: the rules of the real host, one by one, on hand-written histories. */
import { type Action, eventType, type HistoryEvent } from '../../../local/functions-host/durable/protocol';
import { replay } from '../../../local/functions-host/durable/replay';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();
const event = (EventType: HistoryEvent['EventType'], fields: Partial<HistoryEvent> = {}): HistoryEvent => ({
  EventType,
  EventId: -1,
  IsPlayed: false,
  Timestamp: at(0),
  ...fields,
});

const begin = [event(eventType.orchestratorStarted), event(eventType.executionStarted, { Name: 'o' })];
const turn = (seconds: number) => event(eventType.orchestratorStarted, { Timestamp: at(seconds) });
const scheduled = (EventId: number, Name: string) => event(eventType.taskScheduled, { EventId, Name });
const completed = (TaskScheduledId: number) => event(eventType.taskCompleted, { TaskScheduledId, Result: '1' });
const failed = (TaskScheduledId: number) => event(eventType.taskFailed, { TaskScheduledId, Reason: 'r', Details: 'd' });
const timerCreated = (EventId: number) => event(eventType.timerCreated, { EventId, FireAt: at(9) });
const timerFired = (TimerId: number) => event(eventType.timerFired, { TimerId });
const raised = (Name: string) => event(eventType.eventRaised, { Name, Input: '1' });

const activity = (functionName: string): Action => ({ actionType: 0, functionName, input: {} });
const timer = (seconds: number, isCanceled = false): Action => ({ actionType: 5, fireAt: at(seconds), isCanceled });
const wait = (externalEventName: string): Action => ({ actionType: 6, externalEventName });
const any = (...compoundActions: Action[]): Action => ({ actionType: 11, compoundActions });
const all = (...compoundActions: Action[]): Action => ({ actionType: 12, compoundActions });
const again = (input: unknown): Action => ({ actionType: 4, input });
const retried = (functionName: string, maxNumberOfAttempts: number, options = {}): Action => ({
  actionType: 1,
  functionName,
  input: {},
  retryOptions: { firstRetryIntervalInMilliseconds: 1_000, maxNumberOfAttempts, ...options },
});
const names = (result: ReturnType<typeof replay>) =>
  result.scheduled.map((task) => ('name' in task ? `${task.id}:${task.name}` : `${task.id}:timer`));

describe('what is scheduled', () => {
  test('only what is awaited next: an action behind an unfinished one waits', () => {
    const result = replay([activity('a'), activity('b')], begin);
    expect(names(result)).toEqual(['0:a']);
    expect(result).toMatchObject({ openTasks: 1, caughtUp: false });
  });

  test('what history knows is not scheduled again', () => {
    const result = replay([activity('a'), activity('b')], [...begin, scheduled(0, 'a'), turn(1), completed(0)]);
    expect(names(result)).toEqual(['1:b']);
  });

  test('numbers go depth first through nested compounds, and events take none', () => {
    const result = replay([all(any(activity('a'), wait('e')), activity('b'), all(timer(9), activity('c')))], begin);
    expect(names(result)).toEqual(['0:a', '1:b', '2:timer', '3:c']);
    expect(result.waitingFor).toEqual(['e']);
  });

  test('a cancelled timer takes a number and is created, but holds nothing open', () => {
    const result = replay([timer(9, true), activity('a')], begin);
    expect(names(result)).toEqual(['0:timer', '1:a']);
    expect(result.openTasks).toBe(1);
  });
});

describe('compounds', () => {
  const history = [...begin, scheduled(0, 'a'), scheduled(1, 'b')];

  test('any goes on at the first to settle, and the other stays open', () => {
    const result = replay([any(activity('a'), activity('b')), activity('c')], [...history, turn(1), completed(1)]);
    expect(names(result)).toEqual(['2:c']);
    expect(result.openTasks).toBe(2);
  });

  test('all goes on only when all are settled, also if one has failed', () => {
    const actions = [all(activity('a'), activity('b')), activity('c')];
    expect(names(replay(actions, [...history, turn(1), failed(0)]))).toEqual([]);
    expect(names(replay(actions, [...history, turn(1), failed(0), completed(1)]))).toEqual(['2:c']);
  });
});

describe('retries', () => {
  const first = [...begin, scheduled(0, 'a'), turn(1), failed(0)];

  test('a failure schedules a timer after the delay, and the timer the next attempt', () => {
    expect(replay([retried('a', 3)], first).scheduled).toEqual([{ kind: 'timer', id: 1, fireAt: Date.parse(at(2)) }]);
    expect(names(replay([retried('a', 3)], [...first, timerCreated(1), turn(2), timerFired(1)]))).toEqual(['2:a']);
  });

  test('the last failure is followed by a timer that is due at once, also when there is only one attempt', () => {
    expect(replay([retried('a', 1)], first).scheduled).toEqual([{ kind: 'timer', id: 1, fireAt: Date.parse(at(1)) }]);
    const result = replay([retried('a', 1), activity('b')], [...first, timerCreated(1), turn(1), timerFired(1)]);
    expect(names(result)).toEqual(['2:b']);
  });

  test('delays grow by the coefficient up to the cap', () => {
    const delayAfter = (failures: number) => {
      const events = [...begin];
      for (let attempt = 0; attempt < failures; attempt++) {
        events.push(scheduled(attempt * 2, 'a'), turn(0), failed(attempt * 2));
        if (attempt < failures - 1) events.push(timerCreated(attempt * 2 + 1), turn(0), timerFired(attempt * 2 + 1));
      }
      const options = { backoffCoefficient: 3, maxRetryIntervalInMilliseconds: 5_000 };
      const [task] = replay([retried('a', 9, options)], events).scheduled;
      return task?.kind === 'timer' ? task.fireAt - Date.parse(at(0)) : undefined;
    };
    expect([1, 2, 3].map(delayAfter)).toEqual([1_000, 3_000, 5_000]);
  });

  test('two retries at once take their numbers in the order of their failures', () => {
    const both = [...begin, scheduled(0, 'a'), scheduled(1, 'b'), turn(1)];
    const actions = [all(retried('a', 2), retried('b', 2))];
    const swapped = [...both, failed(1), timerCreated(2), turn(1), failed(0), timerCreated(3), turn(2), timerFired(3), timerFired(2)];
    expect(names(replay(actions, swapped))).toEqual(['4:a', '5:b']);
  });

  test('what hangs the real host for ever is an error: retryTimeout, and a delay of 0', () => {
    expect(() => replay([retried('a', 3, { retryTimeoutInMilliseconds: 500 })], first)).toThrow(
      /retryTimeout of 500 ms.*hang here for ever/,
    );
    expect(() => replay([retried('a', 3, { maxRetryIntervalInMilliseconds: 0 })], first)).toThrow(/delay of 0 ms.*hang here for ever/);
    expect(() => replay([retried('a', 1, { maxRetryIntervalInMilliseconds: 0 })], first)).not.toThrow();
  });
});

describe('events', () => {
  test('one that comes early is kept, and serves one waiter', () => {
    const result = replay([activity('a'), wait('e'), wait('e')], [...begin, scheduled(0, 'a'), turn(1), raised('e'), completed(0)]);
    expect(result).toMatchObject({ waitingFor: ['e'], caughtUp: false });
  });

  test('of two waiters the later is served first', () => {
    const actions = [all(any(wait('e'), activity('a')), any(wait('e'), activity('b'))), activity('c')];
    const result = replay(actions, [...begin, scheduled(0, 'a'), scheduled(1, 'b'), turn(1), raised('e'), completed(0)]);
    expect(names(result)).toEqual(['2:c']);
  });

  test('names are case-sensitive', () => {
    expect(replay([wait('go')], [...begin, turn(1), raised('Go')]).caughtUp).toBe(false);
  });
});

describe('continueAsNew', () => {
  test('carries over the events that come after it, not those before', () => {
    const result = replay(
      [activity('a'), again({ round: 2 })],
      [...begin, scheduled(0, 'a'), turn(1), raised('before'), completed(0), raised('after')],
    );
    expect(result.continueAsNew).toMatchObject({ input: { round: 2 }, carriedOver: [{ Name: 'after' }] });
    expect(result).toMatchObject({ openTasks: 0, caughtUp: true });
  });

  test('is held by an open timer', () => {
    expect(
      replay([any(timer(9), activity('a')), again({})], [...begin, timerCreated(0), scheduled(1, 'a'), turn(1), completed(1)]),
    ).toMatchObject({
      openTasks: 1,
      caughtUp: true,
      continueAsNew: { input: {} },
    });
  });
});

describe('late and doubled events', () => {
  test('a doubled completion and one of an unknown task are ignored', () => {
    const result = replay(
      [activity('a'), activity('b')],
      [...begin, scheduled(0, 'a'), turn(1), completed(0), completed(0), completed(7), timerFired(7)],
    );
    expect(names(result)).toEqual(['1:b']);
    expect(result.openTasks).toBe(1);
  });

  test('a cancelled timer that fires all the same changes nothing', () => {
    const result = replay([any(timer(9, true), wait('e')), activity('a')], [...begin, timerCreated(0), turn(1), timerFired(0)]);
    expect(names(result)).toEqual(['1:a']);
  });
});

describe('an orchestrator that was changed', () => {
  const histories: [string, Action[], HistoryEvent[], RegExp][] = [
    [
      'another activity',
      [activity('b')],
      [scheduled(0, 'a')],
      /scheduled the activity 'a' with sequence ID 0, but this replay scheduled the activity 'b'/,
    ],
    ['another kind', [timer(9)], [scheduled(0, 'a')], /the activity 'a'.*but this replay scheduled a timer/],
    [
      'one task less',
      [activity('a')],
      [scheduled(0, 'a'), scheduled(1, 'b')],
      /'b' with sequence ID 1, but this replay has not scheduled it/,
    ],
  ];
  test.each(histories)('%s is found', (_what, actions, history, message) => {
    expect(() => replay(actions, [...begin, ...history])).toThrow(message);
  });

  test('function names are compared regardless of case, as the host finds them', () => {
    expect(() => replay([activity('A')], [...begin, scheduled(0, 'a')])).not.toThrow();
  });
});
