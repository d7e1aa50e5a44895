/**
 * Random orchestrations against the real SDK, with results that arrive in random order and random batches: host and SDK must agree about
 * every number, so every result reaches its own task, every activity runs as often as it should, and every instance ends.
 */
import fc from 'fast-check';
import { childResult } from '../../../local/functions-host/durable/child-result';
import { eventType, type HistoryEvent, isTerminal, type RuntimeStatus } from '../../../local/functions-host/durable/protocol';
import { type Execution, eventMaker, takeTurn } from '../../../local/functions-host/durable/turn';
import { invokeTwice } from '../../../local/functions-host/testing/invoke-twice';
import { eventNames, expectedRuns, programsWithRetries, programsWithWindows, runProgram, type Step } from './random-program';

interface Instance extends Execution {
  history: HistoryEvent[];
  status: RuntimeStatus;
  output?: string;
  parent?: { instance: Instance; taskId: number };
}

/** Something that will happen some time: a result, a timer, an event. */
type Pending = { instance: Instance; message: () => HistoryEvent };

const ports = {
  exists: () => true,
  invoke: invokeTwice({
    *program(context) {
      const { steps, key } = context.df.getInput() as { steps: Step[]; key: string };
      return { key, results: yield* runProgram(context, steps) };
    },
  }),
};

async function drive(steps: Step[], random: () => number): Promise<{ root: Instance; runs: Record<string, number> }> {
  const runs: Record<string, number> = {};
  const pending: Pending[] = [];
  let clock = Date.parse('2026-01-01T00:00:00.000Z');
  const make = (type: HistoryEvent['EventType'], fields: Partial<HistoryEvent>) => eventMaker(new Date(clock))(type, fields);

  function start(instanceId: string, program: { steps: Step[]; key: string }, parent?: Instance['parent']): Instance {
    const input = JSON.stringify(program);
    const parentInstanceId = parent?.instance.instanceId;
    const instance: Instance = {
      instanceId,
      executionId: `e-${instanceId}`,
      name: 'program',
      parentInstanceId,
      input,
      history: [],
      status: 'Pending',
      parent,
    };
    for (const Name of eventNames(program.steps)) {
      pending.push({ instance, message: () => make(eventType.eventRaised, { Name, Input: JSON.stringify({ key: Name }) }) });
    }
    return instance;
  }

  function runActivity(TaskScheduledId: number, input: string): HistoryEvent {
    const { key, failures } = JSON.parse(input) as { key: string; failures: number };
    runs[key] = (runs[key] ?? 0) + 1;
    if (runs[key] <= failures) return make(eventType.taskFailed, { TaskScheduledId, Reason: `[${key}]`, Details: '' });
    return make(eventType.taskCompleted, { TaskScheduledId, Result: JSON.stringify({ key }) });
  }

  async function turn(instance: Instance, messages: HistoryEvent[]): Promise<void> {
    clock += Math.floor(random() * 3_000);
    const result = await takeTurn(instance, messages, new Date(clock), ports);
    if (result.status === 'ContinuedAsNew') throw new Error('no program continues as new');
    instance.history.push(...result.appended);
    Object.assign(instance, { status: result.status, output: result.output });
    for (const { EventType, EventId, Input = '', InstanceId = '' } of result.started) {
      if (EventType === eventType.taskScheduled) pending.push({ instance, message: () => runActivity(EventId, Input) });
      else if (EventType === eventType.timerCreated)
        pending.push({ instance, message: () => make(eventType.timerFired, { TimerId: EventId }) });
      else await turn(start(InstanceId, JSON.parse(Input) as { steps: Step[]; key: string }, { instance, taskId: EventId }), []);
    }
    const { parent } = instance;
    if (parent && isTerminal(instance.status)) {
      pending.push({ instance: parent.instance, message: () => make(0, { ...childResult(instance, parent.taskId) }) });
    }
  }

  const root = start('root', { steps, key: 'root' });
  await turn(root, []);
  while (pending.length > 0) {
    const instance = pending[Math.floor(random() * pending.length)]?.instance ?? root;
    const batch: HistoryEvent[] = [];
    for (const candidate of [...pending]) {
      if (candidate.instance !== instance || (batch.length > 0 && random() < 0.5)) continue;
      pending.splice(pending.indexOf(candidate), 1);
      const at = Math.floor(random() * (batch.length + 1));
      batch.splice(at, 0, candidate.message());
    }
    if (!isTerminal(instance.status)) await turn(instance, batch);
  }
  return { root, runs };
}

const kinds = [
  ['retries anywhere', programsWithRetries],
  ['cancelled timers, and losers of any awaited alone', programsWithWindows],
] as const;
test.each(kinds)(
  'with %s: every result reaches its own task, every activity runs as often as it should, and the instance ends',
  async (_kind, programs) => {
    await fc.assert(
      fc.asyncProperty(programs, fc.integer(), async (steps, seed) => {
        const { root, runs } = await drive(steps, seededRandom(seed));
        expect({ status: root.status, output: root.output }).toMatchObject({ status: 'Completed' });
        expect(runs).toEqual(expectedRuns(steps));
      }),
      { numRuns: Number(process.env.PGFLEX_PROPERTY_RUNS ?? 200) },
    );
  },
);

/** Mulberry32: a run can be repeated by its seed. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
