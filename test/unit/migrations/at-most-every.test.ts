// Progress is written seldom, however often it is reported, and the last of it always.
import { atMostEvery } from '../../../shared/migrations/at-most-every';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function paced() {
  const written: { value: number; atMs: number }[] = [];
  const startMs = Date.now();
  const pace = atMostEvery<number>({ intervalMs: 2_000, firstDelayMs: 200 }, async (value) => {
    written.push({ value, atMs: Date.now() - startMs });
  });
  return { written, ...pace };
}

test('a report every 10 ms for a minute is written once per two seconds, always the newest', async () => {
  const { written, give } = paced();
  for (let number = 0; number < 6_000; number++) {
    give(number);
    await jest.advanceTimersByTimeAsync(10);
  }
  expect(written.length).toBeGreaterThanOrEqual(29);
  expect(written.length).toBeLessThanOrEqual(31);
  expect(written[0]).toEqual({ value: 19, atMs: 200 });
  for (const [place, { atMs, value }] of written.entries()) {
    expect(atMs - (written[place - 1]?.atMs ?? -2_000)).toBeGreaterThanOrEqual(2_000);
    expect(value).toBeGreaterThanOrEqual(atMs / 10 - 1);
  }
});

test('a report after a silence is written soon; nothing is written twice', async () => {
  const { written, give } = paced();
  give(1);
  await jest.advanceTimersByTimeAsync(60_000);
  give(2);
  await jest.advanceTimersByTimeAsync(1);
  expect(written.map(({ value }) => value)).toEqual([1, 2]);
});

test('a flush writes the last report at once and leaves no timer', async () => {
  const { written, give, flush } = paced();
  give(1);
  give(2);
  await flush();
  await flush();
  expect(written).toEqual([{ value: 2, atMs: 0 }]);
  expect(jest.getTimerCount()).toBe(0);
});
