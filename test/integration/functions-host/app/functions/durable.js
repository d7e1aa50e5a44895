// biome-ignore-all lint/correctness/useYield: an orchestrator is a generator even if it awaits nothing
// biome-ignore-all lint/style/useThrowOnlyError: one orchestrator does so on purpose
// Orchestrations and activities for the tests of the host. SIDE_EFFECTS names a file that gets a line for each run of a recorded activity.
const { appendFileSync } = require('node:fs');
const { setTimeout: delay } = require('node:timers/promises');
const df = require('durable-functions');

const { activity, orchestration } = df.app;
const record = (line) => process.env.SIDE_EFFECTS && appendFileSync(process.env.SIDE_EFFECTS, `${line}\n`);
const attempts = new Map();
let running = 0;
let mostRunning = 0;

activity('hello', { handler: async ({ name }) => `Hello ${name}` });
activity('raw', { handler: async (value) => ({ type: value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value, value }) });
activity('returns', {
  handler: async ({ what }) =>
    ({
      undefined: undefined,
      null: null,
      nan: Number.NaN,
      buffer: Buffer.from('abc'),
      int: 7,
      half: 0.5,
      json: '{"a":1}',
      text: 'text',
      bool: false,
    })[what],
});
activity('big', { handler: async ({ characters }) => 'x\u{1F600}y"'.repeat(characters / 5) });
activity('measure', { handler: async ({ text }) => text.length });
activity('showMetadata', { handler: async (_input, context) => context.triggerMetadata });
activity('slow', {
  handler: async ({ key, ms }) => {
    record(`begin ${key}`);
    mostRunning = Math.max(mostRunning, ++running);
    await delay(ms);
    running--;
    record(`end ${key}`);
    return { key, mostRunning };
  },
});
activity('flaky', {
  handler: async ({ key, failures }) => {
    const attempt = (attempts.get(key) ?? 0) + 1;
    attempts.set(key, attempt);
    if (attempt <= failures) throw new TypeError(`attempt ${attempt}`);
    return attempt;
  },
});

orchestration('noop', function* () {
  return 'done';
});
orchestration('giveBack', function* (context) {
  return context.df.getInput();
});
orchestration('fan', function* (context) {
  const { count } = context.df.getInput();
  const greetings = yield context.df.Task.all(
    Array.from({ length: count }, (_, index) => context.df.callActivity('hello', { name: `n${index}` })),
  );
  return { count: greetings.length, last: greetings.at(-1) };
});
orchestration('chain', function* (context) {
  const { length } = context.df.getInput();
  const results = [];
  for (let index = 0; index < length; index++) results.push(yield context.df.callActivity('hello', { name: `n${index}` }));
  return results.length;
});
orchestration('types', function* (context) {
  const values = ['text', '123', '{"a":1}', 5, 1.5, true, null, undefined, [1, 'x'], { a: { b: 1 } }];
  const seen = [];
  for (const value of values) seen.push(yield context.df.callActivity('raw', value));
  const results = [];
  for (const what of ['undefined', 'null', 'nan', 'buffer', 'int', 'half', 'json', 'text', 'bool'])
    results.push(yield context.df.callActivity('returns', { what }));
  return { seen, results };
});
orchestration('metadata', function* (context) {
  return yield context.df.callActivity('showMetadata', { Alpha: 1, beta: { deep: true } });
});
orchestration('bigData', function* (context) {
  const { characters } = context.df.getInput();
  const text = yield context.df.callActivity('big', { characters });
  const length = yield context.df.callActivity('measure', { text });
  context.df.setCustomStatus('x'.repeat(10));
  return { length, text };
});
orchestration('eventOrTimer', function* (context) {
  const { timeoutMs } = context.df.getInput();
  const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + timeoutMs));
  const event = context.df.waitForExternalEvent('go');
  context.df.setCustomStatus({ waiting: true });
  const winner = yield context.df.Task.any([event, timer]);
  if (!timer.isCompleted) timer.cancel();
  return winner === event ? { event: event.result } : 'timer';
});
orchestration('events', function* (context) {
  const { count } = context.df.getInput();
  const got = [];
  for (let index = 0; index < count; index++) got.push(yield context.df.waitForExternalEvent('e'));
  return got;
});
orchestration('earlyEvent', function* (context) {
  yield context.df.callActivity('slow', { key: 'early', ms: 150 });
  return yield context.df.waitForExternalEvent('early');
});
orchestration('retried', function* (context) {
  const { key, failures, maxAttempts } = context.df.getInput();
  return yield context.df.callActivityWithRetry('flaky', new df.RetryOptions(20, maxAttempts), { key, failures });
});
orchestration('parent', function* (context) {
  const { id } = context.df.getInput();
  const child = yield context.df.callSubOrchestrator('child', { from: context.df.instanceId }, id);
  return { child };
});
orchestration('child', function* (context) {
  const greeting = yield context.df.callActivity('hello', { name: context.df.getInput().from });
  return { greeting, parent: context.df.parentInstanceId };
});
orchestration('failingChild', function* () {
  throw new Error('child broke');
});
orchestration('parentOfFailing', function* (context) {
  try {
    yield context.df.callSubOrchestratorWithRetry('failingChild', new df.RetryOptions(10, 2), {});
  } catch (error) {
    return `caught: ${error.message}`;
  }
});
orchestration('counter', function* (context) {
  const { at, to } = context.df.getInput();
  yield context.df.callActivity('hello', { name: `n${at}` });
  if (at < to) return context.df.continueAsNew({ at: at + 1, to });
  return yield context.df.waitForExternalEvent('last');
});
orchestration('fails', function* () {
  throw new Error('on purpose');
});
orchestration('throwsText', function* () {
  throw 'just text';
});
orchestration('unknownActivity', function* (context) {
  yield context.df.callActivity('nobody', {});
});
orchestration('usesHttp', function* (context) {
  yield context.df.callHttp({ method: 'GET', url: 'http://127.0.0.1/' });
});
orchestration('usesEntity', function* (context) {
  yield context.df.callEntity(new df.EntityId('counter', 'a'), 'add', 1);
});
orchestration('reusesTask', function* (context) {
  const slow = context.df.callActivity('slow', { key: 'reused', ms: 50 });
  yield context.df.Task.any([slow, context.df.callActivity('hello', { name: 'x' })]);
  yield context.df.Task.any([slow, context.df.callActivity('hello', { name: 'y' })]);
  return 'went on';
});
orchestration('openTimer', function* (context) {
  const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 300));
  yield context.df.Task.any([timer, context.df.callActivity('hello', { name: 'x' })]);
  return 'returned with an open timer';
});
orchestration('longWork', function* (context) {
  const { steps, ms, key } = context.df.getInput();
  const done = [];
  for (let step = 0; step < steps; step++) {
    const { key: finished } = yield context.df.callActivity('slow', { key: `${key}:${step}`, ms });
    done.push(finished);
    context.df.setCustomStatus({ step });
  }
  return done;
});
orchestration('parallelWork', function* (context) {
  const { count, ms, key } = context.df.getInput();
  const results = yield context.df.Task.all(
    Array.from({ length: count }, (_, index) => context.df.callActivity('slow', { key: `${key}:${index}`, ms })),
  );
  return { mostRunning: Math.max(...results.map((result) => result.mostRunning)) };
});
