// How tasks share places, cores and the network, and what the end hangs on.
import { type Capacity, schedule, type Task } from '../../../shared/estimate/model/schedule';

const task = (key: string, seconds: number, changes: Partial<Task> = {}): Task => ({
  key,
  database: 'd',
  kind: 'index',
  seconds,
  cores: 1,
  places: [],
  after: [],
  ...changes,
});
const machine = (changes: Partial<Capacity> = {}): Capacity => ({ cores: 8, copies: 8, places: {}, ...changes });
const ends = (tasks: Task[], capacity: Capacity) =>
  Object.fromEntries(schedule(tasks, capacity).map(({ task: { key }, end }) => [key, end]));

test('what waits for nothing runs at once, what depends begins at the end of its prerequisites', () => {
  expect(ends([task('a', 2), task('b', 3), task('c', 1, { after: ['a', 'b'] })], machine())).toEqual({ a: 2, b: 3, c: 4 });
});

test('a place is taken by one at a time, in the order of the list', () => {
  const places = ['build'];
  expect(ends([task('a', 2, { places }), task('b', 3, { places }), task('c', 1, { places })], machine({ places: { build: 2 } }))).toEqual({
    a: 2,
    b: 3,
    c: 3,
  });
});

test('more work than cores slows all of it down alike', () => {
  expect(ends([task('a', 2), task('b', 4), task('c', 4)], machine({ cores: 2 }))).toEqual({ a: 3, b: 5, c: 5 });
});

test('copies share the network, others do not', () => {
  const copy = (key: string) => task(key, 2, { kind: 'copy' });
  expect(ends([copy('a'), copy('b'), task('c', 2)], machine({ copies: 1 }))).toEqual({ a: 4, b: 4, c: 2 });
});

test('a run knows what it waited for: its prerequisite, else what had its place', () => {
  const places = ['build'];
  const runs = schedule(
    [task('a', 1, { places }), task('b', 1, { places }), task('c', 1, { after: ['a'] })],
    machine({ places: { build: 1 } }),
  );
  const waited = Object.fromEntries(runs.map(({ task: { key }, waitedFor }) => [key, waitedFor?.task.key]));
  expect(waited).toEqual({ a: undefined, b: 'a', c: 'a' });
});

test('tasks that wait for one another are a defect, told by their names', () => {
  expect(() => schedule([task('a', 1, { after: ['b'] }), task('b', 1, { after: ['a'] })], machine())).toThrow(/a, b/);
});

test('a task that takes no time ends at once', () => {
  expect(ends([task('a', 0), task('b', 0, { after: ['a'] })], machine())).toEqual({ a: 0, b: 0 });
});
