// Extensions are made anew by the target: what is theirs is not copied twice, what the user gave them is copied once.
import { sourceAndTarget } from '../../support/source-and-target';
import { atLeast, findingsOf, move } from './move';

const servers = sourceAndTarget({ sourceMajor: atLeast(13), targetMajor: atLeast(18) });
const superuser = { as: 'superuser' as const };

test('members come with the extension, in its schema; its comment is the target’s own', async () => {
  const { source, target } = servers;
  await source.createDatabase('members');
  await source.run(
    'members',
    `CREATE SCHEMA ext; CREATE EXTENSION hstore; CREATE EXTENSION cube SCHEMA ext; COMMENT ON EXTENSION hstore IS 'mine'; GRANT ALL ON SCHEMA ext TO PUBLIC`,
    superuser,
  );
  await source.run(
    'members',
    `CREATE TABLE t (id int PRIMARY KEY, h public.hstore, c ext.cube); INSERT INTO t SELECT i, ('a=>' || i)::hstore, ext.cube(i) FROM generate_series(1, 20) i;
     CREATE INDEX ON t USING gin (h); CREATE FUNCTION keys(t) RETURNS text[] LANGUAGE sql AS 'SELECT akeys($1.h)'`,
  );
  const { report } = await move(servers, 'members');
  expect(report.tables).toMatchObject([{ rows: 20, proof: { result: 'equal' } }]);
  const members = `SELECT extname, extnamespace::regnamespace::text AS schema, (SELECT count(*) FROM pg_proc p WHERE proname = 'akeys') AS akeys,
                          (SELECT count(*) FROM pg_type WHERE typname = 'cube') AS cubes FROM pg_extension ORDER BY extname`;
  expect(await target.run('members', members)).toEqual(await source.run('members', members));
  expect(
    await target.run('members', `SELECT obj_description(oid, 'pg_extension') AS comment FROM pg_extension WHERE extname = 'hstore'`),
  ).toEqual([{ comment: expect.stringContaining('(key, value) pairs') }]);
});

test('rows that the user added to a configuration table of an extension arrive once, beside those of the extension itself', async () => {
  const { source, target } = servers;
  const extension = `CREATE EXTENSION hstore; CREATE TABLE rules (id int PRIMARY KEY, rule text); INSERT INTO rules VALUES (1, 'own');
    CREATE TABLE untouched (id int); INSERT INTO untouched VALUES (1); GRANT SELECT ON untouched TO PUBLIC; CREATE TABLE data (id int);
    ALTER EXTENSION hstore ADD TABLE rules; ALTER EXTENSION hstore ADD TABLE untouched; ALTER EXTENSION hstore ADD TABLE data; ALTER TABLE rules OWNER TO pgadmin;
    UPDATE pg_extension SET extconfig = ARRAY['rules'::regclass::oid, 'untouched'::regclass::oid], extcondition = ARRAY['WHERE id > 100', 'WHERE id > 100'] WHERE extname = 'hstore'`;
  await target.run('postgres', 'ALTER DATABASE template0 ALLOW_CONNECTIONS true', superuser); // what CREATE EXTENSION would make is there already
  await target.run('template0', extension, superuser);
  await source.createDatabase('configured');
  await source.run('configured', `${extension}; GRANT SELECT ON data TO PUBLIC; INSERT INTO rules VALUES (101, 'mine')`, superuser);
  try {
    const { report } = await move(servers, 'configured');
    expect(report.tables.map(({ name, rows }) => [name, rows])).toEqual([['"public"."rules"', 1]]); // `data` is no configuration, `untouched` has nothing
    expect(await target.run('configured', 'SELECT * FROM rules ORDER BY id')).toEqual([
      { id: 1, rule: 'own' },
      { id: 101, rule: 'mine' },
    ]);
  } finally {
    await target.run('template0', 'DROP EXTENSION hstore CASCADE', superuser);
    await target.run('postgres', 'ALTER DATABASE template0 ALLOW_CONNECTIONS false', superuser);
  }
});

test('what the target lacks, does not allow, has in an older version or does not preload is found', async () => {
  const { source, target } = servers;
  await source.createDatabase('found');
  await source.run(
    'found',
    `CREATE EXTENSION hstore; CREATE EXTENSION citext; CREATE EXTENSION adminpack; CREATE EXTENSION pageinspect; CREATE EXTENSION pg_stat_statements;
     UPDATE pg_extension SET extversion = '99.1' WHERE extname = 'citext'`,
    superuser,
  );
  await target.run('postgres', `ALTER DATABASE postgres SET azure.extensions = 'hstore, CITEXT, adminpack, pg_stat_statements'`, superuser);
  try {
    const findings = await findingsOf(servers, 'found');
    expect(findings.map(({ code, severity, objects }) => [code, severity, objects])).toEqual([
      ['EXTENSION_NOT_AVAILABLE', 'error', ['"adminpack"']],
      ['EXTENSION_NOT_AVAILABLE', 'error', ['"pageinspect"']],
      ['EXTENSION_DIFFERS', 'warning', ['"citext"']],
      ['EXTENSION_DIFFERS', 'warning', ['"pg_stat_statements"']],
    ]);
    expect(findings.map(({ message }) => message)).toEqual([
      'The target has no extension "adminpack".',
      'Extension "pageinspect" is not in azure.extensions of the target.',
      expect.stringMatching(/^Extension "citext" has version 99.1 on the source, and the older 1.\d on the target.$/),
      'Extension "pg_stat_statements" needs the library pg_stat_statements, which the target does not preload.',
    ]);
  } finally {
    await target.run('postgres', 'ALTER DATABASE postgres RESET azure.extensions', superuser);
  }
});
