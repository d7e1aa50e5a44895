// How tables become units of work, and how much runs at once.
import { copyUnits } from '../../../../shared/engines/direct/copy-unit';
import { compareFreezeEvidence, type FreezeEvidence } from '../../../../shared/engines/direct/freeze-evidence';
import type { CatalogTable } from '../../../../shared/engines/direct/schema/types';
import { budget } from '../../../../shared/engines/direct/stream-budget';

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
  first();
  first(); // giving back twice frees one place
  const second = await patient;
  let third = false;
  const waiting = places.take(never.signal).then((giveBack) => {
    third = true;
    giveBack();
  });
  await Promise.resolve();
  expect(third).toBe(false);
  second();
  await waiting;
});

describe('freeze evidence', () => {
  const first: FreezeEvidence = { nextTransaction: '10', files: 'f', sequences: 's', catalog: 'c', changes: '100' };
  const check = (now: Partial<FreezeEvidence>) => compareFreezeEvidence(first, { ...first, ...now }, 'app');

  test('an unmoved transaction proves that nothing changed, and a late counter is the better one from then on', () => {
    expect(check({ changes: '120' })).toEqual({ evidence: { ...first, changes: '120' }, unproven: undefined });
  });
  test('transactions of other databases do not matter', () => {
    expect(check({ nextTransaction: '99' })).toEqual({ evidence: first, unproven: undefined });
  });
  test.each([
    [{ nextTransaction: '11', changes: '101' }, '1 row changes'],
    [{ nextTransaction: '11', files: 'other' }, 'truncated'],
    [{ nextTransaction: '11', catalog: 'other' }, 'created, altered or dropped'],
    [{ sequences: 'other' }, 'sequence'],
  ])('%j is a change', (now, text) => {
    expect(() => check(now)).toThrow(text);
  });
  test('a reset of the statistics proves nothing', () => {
    expect(check({ nextTransaction: '11', changes: '3' }).unproven).toMatch(/UNPROVEN/);
  });
});
