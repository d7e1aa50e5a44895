// How tables become units of work, and how much runs at once.
import { budget } from '../../../../shared/engines/direct/budget';
import { copyUnits } from '../../../../shared/engines/direct/copy-unit';
import type { CatalogTable } from '../../../../shared/engines/direct/schema/types';

const table = (name: string, sizeBytes: number, filter?: string): CatalogTable => ({
  oid: 1,
  name,
  columns: ['a'],
  sizeBytes,
  unlogged: false,
  format: 'binary',
  comparableColumns: ['a'],
  filter,
});

test('large tables come first and alone, small ones in batches of limited number and size', () => {
  const small = Array.from({ length: 150 }, (_, index) => table(`s${index}`, 1000));
  const units = copyUnits([
    ...small,
    table('medium', 3_900_000),
    table('big', 5_000_000),
    table('huge', 9_000_000_000),
    table('config', 10, 'WHERE a'),
  ]);
  const names = units.map(({ tables }) => tables.map(({ name }) => name));
  expect(names.slice(0, 2)).toEqual([['huge'], ['big']]);
  expect(names).toContainEqual(['config']);
  expect(names.flat().length).toBe(154);
  for (const { tables, sizeBytes } of units.slice(2)) {
    expect(tables.length).toBeLessThanOrEqual(64);
    expect(sizeBytes).toBeLessThanOrEqual(8_000_000);
  }
});

test('a budget lets in as many as it has places, and forgets who gave up waiting', async () => {
  const places = budget(1);
  const never = new AbortController();
  const first = await places.take(never.signal);
  const abort = new AbortController();
  const impatient = places.take(abort.signal);
  const patient = places.take(never.signal);
  abort.abort();
  await expect(impatient).rejects.toMatchObject({ name: 'AbortError' });
  first.giveBack();
  first.giveBack(); // giving back twice frees one place
  const second = await patient;
  let third = false;
  const waiting = places.take(never.signal).then(({ giveBack }) => {
    third = true;
    giveBack();
  });
  await Promise.resolve();
  expect(third).toBe(false);
  second.giveBack();
  await waiting;
});

test('a budget gives several places at once if they are free, and a smaller one takes nothing away', async () => {
  const places = budget(4);
  const { signal } = new AbortController();
  const most = await places.take(signal, 3);
  expect([most.count, (await places.take(signal, 3)).count, places.taken]).toEqual([3, 1, 4]);
  places.resize(2);
  let got = 0;
  const waiting = places.take(signal, 3).then(({ count }) => {
    got = count;
  });
  most.giveBack();
  await waiting;
  expect(got).toBe(1); // of two, one is taken still
});
