// One task runs at a time, and giving up does not let the next one in early.
import { oneAtATime } from '../../../../shared/engines/direct/schema/one-at-a-time';

const never = new AbortController().signal;

function deferred() {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

test('tasks run one after the other, in order, also after a failure', async () => {
  const run = oneAtATime();
  const first = deferred();
  const log: string[] = [];
  const tasks = [
    run(never, async () => {
      log.push('first begins');
      await first.promise;
      log.push('first ends');
      throw new Error('broken');
    }),
    run(never, async () => log.push('second')),
  ];
  await new Promise(setImmediate);
  expect(log).toEqual(['first begins']);
  first.resolve();
  await expect(tasks[0]).rejects.toThrow('broken');
  await tasks[1];
  expect(log).toEqual(['first begins', 'first ends', 'second']);
});

test('who gives up while waiting hears of it at once, and the next one still waits for the first', async () => {
  const run = oneAtATime();
  const first = deferred();
  const log: string[] = [];
  const abort = new AbortController();
  const running = run(never, () => first.promise);
  const waiting = run(abort.signal, async () => log.push('never'));
  const last = run(never, async () => log.push('last'));
  abort.abort();
  await expect(waiting).rejects.toThrow('aborted');
  await new Promise(setImmediate);
  expect(log).toEqual([]);
  first.resolve();
  await Promise.all([running, last]);
  expect(log).toEqual(['last']);
});
