// Optimistic transactions on a real store: all or nothing, decided again when another was faster.
import { rowKeys } from '../../../shared/domain/keys';
import { allRows, readRow } from '../../../shared/state/tables';
import { transact } from '../../../shared/state/transact';
import { useMigrationStore } from '../../support/migration-store';

useMigrationStore();

const key = (name: string) => rowKeys.control(name);

test('twenty writers of one row each see the others: nothing is lost', async () => {
  const add = () =>
    transact('counter', async (rows) => {
      const { value } = (await rows.get<{ value: number }>(key('n'))) ?? { value: 0 };
      rows.put(key('n'), { value: value + 1 });
    });
  await Promise.all(Array.from({ length: 20 }, add));
  expect((await readRow('migrations', 'counter', key('n')))?.value).toEqual({ value: 20 });
});

test('when one row of a transaction was changed meanwhile, none of its rows is written, and the body runs again on what is there', async () => {
  let attempts = 0;
  await transact('both', async (rows) => {
    attempts++;
    const seen = await rows.get<{ by: string }>(key('a'));
    if (attempts === 1) await transact('both', async (other) => other.put(key('a'), { by: 'other' }));
    rows.put(key('a'), { by: 'me', after: seen?.by });
    rows.put(key('b'), { attempt: attempts });
  });
  expect((await readRow('migrations', 'both', key('a')))?.value).toEqual({ by: 'me', after: 'other' });
  expect((await readRow('migrations', 'both', key('b')))?.value).toEqual({ attempt: 2 });
});

test('a body that throws leaves everything as it was', async () => {
  await expect(
    transact('thrown', async (rows) => {
      rows.put(key('a'), {});
      throw new Error('refused');
    }),
  ).rejects.toThrow('refused');
  expect(await allRows('migrations', 'thrown', 'c|')).toEqual([]);
});

test('values longer than one property holds come back whole, with any character', async () => {
  const value = { text: `${'ä😀\u0000"\\'.repeat(20_000)}` };
  await transact('long', async (rows) => rows.put(key('a'), value));
  expect((await readRow('migrations', 'long', key('a')))?.value).toEqual(value);
});

test('what was removed is gone, and removing what is not there is no error', async () => {
  await transact('removed', async (rows) => rows.put(key('a'), {}));
  for (let round = 0; round < 2; round++) {
    await transact('removed', async (rows) => {
      await rows.get(key('a'));
      rows.remove(key('a'));
    });
  }
  expect(await readRow('migrations', 'removed', key('a'))).toBeUndefined();
});
