// Who may read, who owns and who is locked out: nothing is copied in part, and what stays behind is told.
import { release } from '../../../shared/engines/direct/release';
import { openSourceSide } from '../../../shared/engines/direct/source-side';
import { namesOf } from '../../../shared/engines/direct/work';
import { connectionOf } from '../../support/connection';
import { contentHash } from '../../support/content-hash';
import { runPreflight } from '../../support/run-preflight';
import { sourceAndTarget } from '../../support/source-and-target';
import { contextFor, jobFor, runJob } from '../direct/run-job';
import { atLeast, findingsOf, move, tryToMove } from './move';

const servers = sourceAndTarget({
  sourceMajor: atLeast(13),
  targetMajor: atLeast(17),
  sourceSettings: { wal_level: 'logical', max_prepared_transactions: 2, max_locks_per_transaction: 10 },
});
const superuser = { as: 'superuser' as const };

/** A source login without any right but those it is given; what it makes is its own. */
async function makeLogin(name: string, options = ''): Promise<{ user: string; password: string }> {
  await servers.source.run('postgres', `CREATE ROLE "${name}" LOGIN PASSWORD 'pass' ${options}`, superuser);
  return { user: name, password: 'pass' };
}

test('row-level security: the owner and BYPASSRLS copy the whole table; FORCE and other logins are found, and never copy a part', async () => {
  const { source, target } = servers;
  await source.createDatabase('rls');
  await source.run(
    'rls',
    `CREATE TABLE own (tenant int); ALTER TABLE own ENABLE ROW LEVEL SECURITY; CREATE POLICY one ON own USING (tenant = 1); INSERT INTO own VALUES (1), (2);
     GRANT SELECT ON own TO PUBLIC; GRANT USAGE ON SCHEMA public TO PUBLIC`,
  );
  expect((await move(servers, 'rls')).report.tables).toMatchObject([{ name: '"public"."own"', rows: 2 }]);

  const reader = await makeLogin('reader');
  const hidden = { code: 'ROW_SECURITY_HIDES_ROWS', objects: ['public.own'], severity: 'error' };
  expect(await runPreflight({ server: source, user: reader }, { server: target }, ['rls'])).toMatchObject([hidden]);
  await target.run('postgres', 'DROP DATABASE rls');
  const job = { ...jobFor(source, target, 'rls'), source: { ...connectionOf(source), ...reader } };
  expect(await runJob(job)).toMatchObject({ state: 'Failed', error: { code: 'ROW_SECURITY_HIDES_ROWS', objects: ['"public"."own"'] } });
  await release(job);

  const free = await makeLogin('free', 'BYPASSRLS');
  expect(await runPreflight({ server: source, user: free }, { server: target }, ['rls'])).toEqual([]);
  const freeJob = { ...jobFor(source, target, 'rls'), source: { ...connectionOf(source), ...free } };
  expect(await runJob(freeJob)).toMatchObject({ state: 'Succeeded', report: { tables: [{ rows: 2 }] } });
  await release(freeJob);

  await source.run('rls', 'ALTER TABLE own FORCE ROW LEVEL SECURITY');
  expect(await findingsOf(servers, 'rls')).toMatchObject([{ ...hidden, hint: 'ALTER TABLE public.own NO FORCE ROW LEVEL SECURITY;' }]);
});

test('a source that takes no writes, by its server, its database and its role, is read all the same, and the target takes writes', async () => {
  const { source, target } = servers;
  await source.createDatabase('frozen');
  await source.run(
    'frozen',
    'CREATE TABLE t (id serial PRIMARY KEY); INSERT INTO t SELECT FROM generate_series(1, 5); CREATE MATERIALIZED VIEW m AS SELECT * FROM t',
  );
  const set = (change: string) =>
    source.run(
      'postgres',
      `SET default_transaction_read_only = off; ALTER ROLE pgadmin ${change}; ALTER DATABASE frozen ${change}`,
      superuser,
    );
  await set('SET default_transaction_read_only = on');
  await source.run('postgres', 'ALTER SYSTEM SET default_transaction_read_only = on', superuser);
  await source.run('postgres', 'SELECT pg_reload_conf()', superuser);
  try {
    await expect(source.run('frozen', 'CREATE TABLE u ()')).rejects.toMatchObject({ code: '25006' });
    const { report } = await move(servers, 'frozen');
    expect(report.tables).toMatchObject([{ rows: 5 }]);
    expect(report.findings).toEqual(['The parameter default_transaction_read_only was not carried over: it freezes the source only.']);
    await target.run('frozen', 'INSERT INTO t DEFAULT VALUES');
    expect(await target.run('frozen', 'SELECT max(id) FROM t')).toEqual([{ max: 6 }]);
  } finally {
    const admin = await source.connect('postgres', superuser);
    await admin.query('SET default_transaction_read_only = off');
    await admin.query('ALTER SYSTEM RESET default_transaction_read_only');
    await admin.query('SELECT pg_reload_conf()');
    await admin.end();
    await set('RESET default_transaction_read_only');
  }
});

test('owners, grants, default privileges and settings of roles stay behind, and the report says so', async () => {
  const { source, target } = servers;
  await source.createDatabase('grants');
  await source.run('postgres', 'CREATE ROLE app LOGIN; CREATE ROLE staff; GRANT staff TO app; GRANT app TO pgadmin', superuser);
  await source.run(
    'grants',
    `CREATE TABLE t (a int, b int); GRANT SELECT ON t TO staff WITH GRANT OPTION; GRANT UPDATE (b) ON t TO PUBLIC; CREATE TABLE u (a int); GRANT ALL ON u TO app;
     CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC; ALTER TABLE u OWNER TO app;
     ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO staff`,
  );
  await source.run(
    'grants',
    `ALTER ROLE app IN DATABASE grants SET work_mem = '9MB'; REVOKE CONNECT ON DATABASE grants FROM PUBLIC; GRANT SELECT ON pg_authid TO staff;
     ALTER DATABASE grants SET statement_timeout = '7s'`,
    superuser,
  );
  const { report } = await move(servers, 'grants');
  expect(report.skipped.map(({ object }) => object).sort()).toEqual([
    'default privileges (1)',
    'grants on 1 objects of the system',
    'grants on 4 objects',
    'ownership of 1 objects by app',
    'privileges of the database',
    'settings of role app in this database',
  ]);
  const [arrived] = await target.run<Record<string, unknown>>(
    'grants',
    `SELECT (SELECT count(*)::int FROM pg_class WHERE relname IN ('t', 'u') AND relowner = 'pgadmin'::regrole AND relacl IS NULL) AS tables,
            (SELECT count(*)::int FROM pg_default_acl) AS defaults, current_setting('statement_timeout') AS timeout`,
  );
  expect(arrived).toEqual({ tables: 2, defaults: 0, timeout: '7s' });
});

test('a login named user@server, as Single Server has them, is used as it is', async () => {
  const { source, target } = servers;
  const single = await makeLogin('keeper@single-server', 'CREATEDB');
  await source.createDatabase('single', { owner: single.user });
  const job = { ...jobFor(source, target, 'single'), source: { ...connectionOf(source), ...single } };
  expect(await runPreflight({ server: source, user: single }, { server: target }, ['single'])).toEqual([]);
  expect(await runJob(job)).toMatchObject({ state: 'Succeeded' });
  await release(job);
  expect(await target.run('single', `SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = 'single'`)).toEqual([
    { owner: 'pgadmin' },
  ]);
});

test('passwords that the source keeps as MD5 are found where the target makes SCRAM', async () => {
  const { source } = servers;
  await source.createDatabase('passwords');
  await source.run('postgres', `ALTER ROLE pgadmin SET password_encryption = 'md5'`, superuser);
  try {
    expect(await findingsOf(servers, 'passwords')).toMatchObject([{ code: 'PASSWORD_ENCRYPTION_DIFFERS', severity: 'warning' }]);
  } finally {
    await source.run('postgres', 'ALTER ROLE pgadmin RESET password_encryption', superuser);
  }
});

test('publications of tables arrive; a subscription is reported, and its password is nowhere', async () => {
  const { source, target } = servers;
  await source.createDatabase('replicated');
  await source.run('replicated', `CREATE TABLE t (id int PRIMARY KEY); CREATE PUBLICATION news FOR TABLE t WITH (publish = 'insert')`);
  await source.run(
    'replicated',
    `CREATE SUBSCRIPTION feed CONNECTION 'host=127.0.0.1 password=sub-secret' PUBLICATION p WITH (connect = false, slot_name = NONE)`,
    superuser,
  );
  const { report, warnings } = await move(servers, 'replicated');
  expect(warnings).toMatchObject([{ code: 'SUBSCRIPTION_NOT_MIGRATED', objects: ['feed'] }]);
  expect(report.skipped).toMatchObject([{ object: 'subscription feed' }]);
  expect(JSON.stringify([report, warnings])).not.toContain('sub-secret');
  expect(await target.run('replicated', 'SELECT pubname, pubinsert, pubupdate FROM pg_publication')).toEqual([
    { pubname: 'news', pubinsert: true, pubupdate: false },
  ]);
  expect(await target.run('replicated', 'SELECT subname FROM pg_stat_subscription')).toEqual([]);
  await source.run('replicated', 'DROP SUBSCRIPTION feed', superuser);
});

test('prepared and open transactions and locks on the source are found with who holds them; a lock ends the slice with their names', async () => {
  const { source, target } = servers;
  await source.createDatabase('busy');
  await source.run('busy', 'CREATE TABLE locked (a int); CREATE TABLE free (a int)');
  await source.run('busy', `BEGIN; INSERT INTO free VALUES (1); PREPARE TRANSACTION 'left'`);
  const holder = await source.connect('busy', { applicationName: 'nightly job' });
  try {
    await holder.query('BEGIN; INSERT INTO free VALUES (2); LOCK TABLE locked IN ACCESS EXCLUSIVE MODE');
    const findings = await findingsOf(servers, 'busy');
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['PREPARED_TRANSACTIONS', 'warning'],
      ['OPEN_TRANSACTIONS', 'warning'],
      ['SOURCE_LOCKED', 'warning'],
    ]);
    expect(findings[1]?.message).toContain('(pgadmin, nightly job)');
    expect(findings[2]).toMatchObject({ objects: ['public.locked'], message: expect.stringContaining('(pgadmin, nightly job, since ') });

    const job = jobFor(source, target, 'busy');
    const work = { job, names: namesOf(job), signal: new AbortController().signal, abort: () => {}, context: contextFor() };
    await expect(openSourceSide(work, 200).then(async (side) => side.entries.finally(() => side.end()))).rejects.toMatchObject({
      error: { code: 'SOURCE_LOCKED', objects: ['public.locked'], message: expect.stringContaining('nightly job') },
    });
    await holder.query('ROLLBACK');
    expect(await tryToMove(servers, 'busy')).toMatchObject({ state: 'Succeeded' });
    expect((await contentHash(target, 'busy')).tables).toMatchObject({ 'public.free': { rows: 0 } });
  } finally {
    await holder.end();
    await source.run('busy', `ROLLBACK PREPARED 'left'`);
  }
});

test('more tables than the lock table of a server has room for are found', async () => {
  const { source } = servers;
  await source.createDatabase('wide');
  await source.run('wide', `DO $$ BEGIN FOR i IN 1..1100 LOOP EXECUTE format('CREATE TABLE t%s (a int)', i); END LOOP; END $$`);
  const findings = await findingsOf(servers, 'wide');
  expect(findings).toMatchObject([
    { code: 'LOCK_TABLE_TOO_SMALL', severity: 'warning', message: expect.stringMatching(/1100 tables.* source .* 1020 locks/) },
  ]);
});
