// A contestant whose copy lacks anything is found out, and a data set that was made is not made again.

import { provideDataSet } from '../../../bench/data-sets/data-sets';
import { contentOf, requireSameContent } from '../../../bench/race/content';
import { newestMajor } from '../../../local/postgres/installations';
import type { PostgresServer } from '../../../local/postgres/postgres-server';
import { startPostgres } from '../../../local/postgres/start-postgres';

const size = 0.005;
let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres({ major: newestMajor() });
});
afterAll(() => server.stop());

test('a copy without a row, an index, a valid foreign key or statistics is not complete', async () => {
  expect(await provideDataSet(server, 'wide', size)).toEqual({ made: true });
  const whole = await contentOf(server, 'wide');
  expect(Object.fromEntries(whole)).toMatchObject({
    indexes: 9,
    'constraints of type f': 1,
    'rows of customer': 2000,
    'rows of event': 7000,
    'rows of blob': 40,
  });
  const spoilt = {
    'rows of blob: 40 on the source, 39 on the target': 'DELETE FROM blob WHERE id = 7',
    'indexes: 9 on the source, 8 on the target': 'DROP INDEX customer_tags',
    'constraints of type f: 1 on the source, 0 on the target': `ALTER TABLE event DROP CONSTRAINT event_customer_id_fkey,
       ADD FOREIGN KEY (customer_id) REFERENCES customer NOT VALID`,
    'tables without planner statistics: 0 on the source, 1 on the target': 'DELETE FROM pg_statistic WHERE starelid = $$blob$$::regclass',
  };
  for (const [difference, sql] of Object.entries(spoilt)) {
    await server.run('postgres', 'CREATE DATABASE copy TEMPLATE wide');
    expect(() => requireSameContent(whole, whole)).not.toThrow();
    await server.run('copy', sql, { as: 'superuser' });
    const copy = await contentOf(server, 'copy');
    expect(() => requireSameContent(whole, copy)).toThrow(difference);
    await server.run('postgres', 'DROP DATABASE copy');
  }
});

test('a data set is taken up again at the same size, and made anew at another, or when its making was interrupted', async () => {
  expect(await provideDataSet(server, 'many', size)).toEqual({ made: true });
  expect(await provideDataSet(server, 'many', size)).toEqual({ made: false });
  expect(await provideDataSet(server, 'many', 2 * size)).toEqual({ made: true });
  expect((await contentOf(server, 'many')).get('relations of kind r')).toBe(6);
  await server.run('postgres', 'COMMENT ON DATABASE many IS NULL'); // the comment comes last
  expect(await provideDataSet(server, 'many', 2 * size)).toEqual({ made: true });
});
