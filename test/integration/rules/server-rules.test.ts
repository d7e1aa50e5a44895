// Pre-flight rules that look at whole servers: all findings at once, each with the names and the way out.
import { startPostgres } from '../../../local/postgres/start-postgres';
import { encodingUnsupported } from '../../../shared/rules/encoding-unsupported';
import { runRules } from '../../../shared/rules/run-rules';
import { targetInRecovery } from '../../../shared/rules/target-in-recovery';
import { openCatalog, runPreflight } from '../../support/run-preflight';
import { sourceAndTarget } from '../../support/source-and-target';

const servers = sourceAndTarget({ sourceSettings: { max_prepared_transactions: 5, max_replication_slots: 2 } });

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

test('the engine dms needs free replication slots and REPLICATION, and tells of tables without primary key; the other engine does not', async () => {
  const { source, target } = servers;
  const names = ['dms_1', 'dms_2', 'dms_3'];
  for (const name of names) await source.createDatabase(name);
  await source.run('dms_1', 'CREATE TABLE keyed (id int PRIMARY KEY); CREATE TABLE "No key" (a int)');
  const look = (databases: string[], engine: 'direct' | 'dms') =>
    runPreflight({ server: source }, { server: target }, databases, { engine });
  expect(await look(names, 'direct')).toEqual([]);
  expect(await look(names.slice(1), 'dms')).toEqual([]);
  await source.run('postgres', 'ALTER ROLE pgadmin NOREPLICATION', { as: 'superuser' });
  try {
    expect(await look(names, 'dms')).toMatchObject([
      { severity: 'error', code: 'REPLICATION_RIGHT_MISSING', hint: 'ALTER ROLE "pgadmin" WITH REPLICATION;' },
      {
        severity: 'error',
        code: 'REPLICATION_LIMIT_TOO_LOW',
        message: expect.stringContaining('max_replication_slots is 2, and 0 are taken'),
      },
      { severity: 'information', code: 'TABLE_WITHOUT_PRIMARY_KEY', database: 'dms_1', objects: ['public."No key"'] },
    ]);
  } finally {
    await source.run('postgres', 'ALTER ROLE pgadmin REPLICATION', { as: 'superuser' });
  }
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

test('a server that cannot be reached does not keep the rules of the other one from looking', async () => {
  const { source, target } = servers;
  await source.createDatabase('alone');
  await source.run('alone', 'CREATE TABLE hidden (); REVOKE ALL ON hidden FROM PUBLIC; ALTER TABLE hidden OWNER TO postgres', {
    as: 'superuser',
  });
  expect((await runPreflight({ server: source }, undefined, ['absent', 'alone'])).map(({ code, database }) => [code, database])).toEqual([
    ['SOURCE_DATABASE_MISSING', 'absent'],
    ['SOURCE_RIGHTS_MISSING', 'alone'],
  ]);
  await target.run('postgres', `CREATE ROLE lonely LOGIN PASSWORD 'lonely'`, { as: 'superuser' });
  const lonely = { server: target, user: { user: 'lonely', password: 'lonely' } };
  expect(await runPreflight(undefined, lonely, ['absent'])).toMatchObject([{ code: 'TARGET_RIGHTS_MISSING' }]);
  expect(await runPreflight(undefined, undefined, ['absent'])).toEqual([]);
});

describe('storage of the target', () => {
  const server = { kind: 'flexibleServer', subscriptionId: 's', resourceGroup: 'rg', server: 'new' } as const;
  const find = (sizeBytes: number, grows = false) =>
    runPreflight({ server: servers.source }, { server: servers.target }, ['sound'], { targetStorage: { server, sizeBytes, grows } });

  test.each<[what: string, sizeBytes: number, grows: boolean, found: [string, string][]]>([
    ['enough', 1e12, false, []],
    ['none left for indexes', 8e6, false, [['warning', 'TARGET_STORAGE_TIGHT']]],
    ['less than the data', 1e6, false, [['error', 'TARGET_STORAGE_TOO_SMALL']]],
    ['less than the data, but it grows', 1e6, true, [['warning', 'TARGET_STORAGE_TIGHT']]],
  ])('%s', async (_what, sizeBytes, grows, found) => {
    const findings = await find(sizeBytes, grows);
    expect(findings.map(({ severity, code }) => [severity, code])).toEqual(found);
    for (const { hint } of findings) {
      expect(hint).toBe("az postgres flexible-server update --subscription 's' --resource-group 'rg' --name 'new' --storage-size 32");
    }
  });
});

test('a target whose new sessions are read-only is told, though this service writes to it', async () => {
  const { target } = servers;
  const readOnly = { server: target, user: { user: 'reader', password: 'reader' } };
  await target.run(
    'postgres',
    `CREATE ROLE reader LOGIN CREATEDB PASSWORD 'reader'; ALTER ROLE reader SET default_transaction_read_only = on`,
    {
      as: 'superuser',
    },
  );
  expect(await runPreflight({ server: servers.source }, readOnly, [])).toMatchObject([{ severity: 'warning', code: 'TARGET_READ_ONLY' }]);
});

test('a target in recovery takes no writes', async () => {
  const standby = { version: 170_000, rows: <Row>() => Promise.resolve([{ recovering: true }] as Row[]), end: () => Promise.resolve() };
  expect(await targetInRecovery.check({ target: standby, databases: [], engine: 'direct' } as never)).toMatchObject([
    { message: expect.stringContaining('in recovery') },
  ]);
  expect(await runPreflight(undefined, { server: servers.target }, [])).toEqual([]);
});
