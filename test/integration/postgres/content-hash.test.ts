// The independent comparison that other suites judge a migration by: equal where content is equal, and only there.
import { contentHash } from '../../support/content-hash';
import { loadChinook } from '../../support/load-chinook';
import { sourceAndTarget } from '../../support/source-and-target';

const servers = sourceAndTarget();

test('the same data has the same hash on the oldest and the newest major, and one changed value does not', async () => {
  await Promise.all([loadChinook(servers.source, 'chinook'), loadChinook(servers.target, 'chinook')]);
  const [source, target] = await Promise.all([contentHash(servers.source, 'chinook'), contentHash(servers.target, 'chinook')]);
  expect(target).toEqual(source);
  expect(Object.keys(source.tables)).toHaveLength(11);
  expect(source.tables['public.track']?.rows).toBe(3503);

  await servers.target.run('chinook', `UPDATE track SET name = name || ' ' WHERE track_id = 7`);
  const changed = await contentHash(servers.target, 'chinook');
  expect(changed.tables['public.track']?.hash).not.toBe(source.tables['public.track']?.hash);
  expect({ ...changed.tables, 'public.track': source.tables['public.track'] }).toEqual(source.tables);
});

test('floats in their last bit, sequences and large objects are compared too', async () => {
  const fixture = `CREATE TABLE measure (value float8, empty text, missing text); INSERT INTO measure VALUES (0.1::float8 + 0.2::float8, '', NULL);
                   CREATE SEQUENCE counter; SELECT nextval('counter'); SELECT lo_from_bytea(4711, 'abc')`;
  for (const server of [servers.source, servers.target]) {
    await server.createDatabase('kinds');
    await server.run('kinds', fixture);
  }
  const source = await contentHash(servers.source, 'kinds');
  expect(await contentHash(servers.target, 'kinds')).toEqual(source);
  expect(source.sequences).toEqual({ 'public.counter': { lastValue: '1', isCalled: true } });

  await servers.target.run('kinds', `UPDATE measure SET value = 0.3; SELECT lo_put(4711, 0, 'x')`);
  const changed = await contentHash(servers.target, 'kinds');
  expect(changed.tables).not.toEqual(source.tables);
  expect(changed.largeObjects).not.toEqual(source.largeObjects);
});
