// Pre-flight rules that look at whole servers: all findings at once, each with the names and the way out.
import { startPostgres } from '../../../local/postgres/start-postgres';
import { encodingUnsupported } from '../../../shared/rules/encoding-unsupported';
import { runRules } from '../../../shared/rules/run-rules';
import { openCatalog, runPreflight } from '../../support/run-preflight';
import { sourceAndTarget } from '../../support/source-and-target';

const servers = sourceAndTarget({ sourceSettings: { max_prepared_transactions: 5 } });

function preflight(databases: string[]) {
  return runPreflight({ server: servers.source }, { server: servers.target }, databases);
}

test('two sound servers and a sound database give no finding', async () => {
  await servers.source.createDatabase('sound');
  await servers.source.run('sound', 'CREATE TABLE t (id int PRIMARY KEY)');
  expect(await preflight(['sound'])).toEqual([]);
});

test('everything wrong is found at once, errors before warnings, with a way out', async () => {
  const { source, target } = servers;
  await source.createDatabase('closed', { owner: 'postgres' });
  await source.run('postgres', 'REVOKE CONNECT ON DATABASE closed FROM PUBLIC', { as: 'superuser' });
  await source.createDatabase('open');
  await source.run('open', `BEGIN; CREATE TABLE waiting (id int); PREPARE TRANSACTION 'left over'`);
  await target.createDatabase('open', { owner: 'postgres' });

  const findings = await preflight(['Missing', 'closed', 'open']);
  expect(findings.map(({ code, severity, database }) => [severity, code, database])).toEqual([
    ['error', 'SOURCE_DATABASE_MISSING', 'Missing'],
    ['error', 'SOURCE_RIGHTS_MISSING', 'closed'],
    ['error', 'TARGET_DATABASE_NOT_OWNED', 'open'],
    ['warning', 'PREPARED_TRANSACTIONS', 'open'],
  ]);
  expect(findings[1]?.hint).toBe('GRANT CONNECT ON DATABASE "closed" TO "pgadmin";');
  expect(findings[2]).toMatchObject({ owner: 'customer', retryable: false, hint: 'ALTER DATABASE "open" OWNER TO "pgadmin";' });
  expect(findings[3]?.objects).toEqual([`'left over'`]);
  await source.run('open', `ROLLBACK PREPARED 'left over'`);
});

test('a target login without CREATEDB is found', async () => {
  await servers.target.run('postgres', `CREATE ROLE modest LOGIN PASSWORD 'modest'`, { as: 'superuser' });
  const modest = { server: servers.target, user: { user: 'modest', password: 'modest' } };
  const findings = await runPreflight({ server: servers.source }, modest, []);
  expect(findings).toMatchObject([{ code: 'TARGET_RIGHTS_MISSING', hint: 'ALTER ROLE "modest" CREATEDB;' }]);
});

test('a target that is older than the source is found', async () => {
  const newer = { server: servers.target };
  const older = { server: servers.source };
  const findings = await runPreflight(newer, older, []);
  expect(findings).toMatchObject([{ code: 'TARGET_VERSION_OLDER' }]);
  expect(findings[0]?.message).toContain(`The source is PostgreSQL ${servers.target.major} and the target ${servers.source.major}`);
});

test('a locale that the target lacks is found for each database that uses it', async () => {
  const { source, target } = servers;
  await source.createDatabase('windows');
  const name = 'English_United States.1252'; // Single Server ran on Windows; nobody can connect to such a database here
  await source.run('postgres', `UPDATE pg_database SET datcollate = '${name}', datctype = '${name}' WHERE datname = 'windows'`, {
    as: 'superuser',
  });
  const [onSource, onTarget] = await Promise.all([
    openCatalog({ server: source }, 'postgres'),
    openCatalog({ server: target }, 'postgres'),
  ]);
  try {
    const seen = await encodingUnsupported.check({ source: onSource, target: onTarget, databases: ['windows', 'sound'], engine: 'direct' });
    expect(seen).toMatchObject([
      { database: 'windows', message: `The target's operating system has no locale '${name}', which database "windows" uses.` },
    ]);
  } finally {
    await Promise.all([onSource.end(), onTarget.end()]);
  }
});

test('a source that is too old is told so, and nothing else is asked of it', async () => {
  const session = { version: 90424, rows: () => Promise.reject(new Error('must not be asked')), end: () => Promise.resolve() };
  const openSource = () => Promise.resolve(session);
  const findings = await runRules({ source: session, target: session, databases: ['a'], engine: 'direct', openSource });
  expect(findings).toMatchObject([{ code: 'SOURCE_VERSION_UNSUPPORTED', severity: 'error' }]);
  expect(findings[0]?.message).toBe('The source is PostgreSQL 9.4; the oldest that can be moved is 9.5.');
});

test('the same major on both sides is fine', async () => {
  const twin = await startPostgres({ major: servers.source.major });
  try {
    expect(await runPreflight({ server: servers.source }, { server: twin }, [])).toEqual([]);
  } finally {
    await twin.stop();
  }
});
