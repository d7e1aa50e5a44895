// Local PostgreSQL servers: rights of the login, TLS, restarts, and that nothing is left behind.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { availableMajors, newestMajor, oldestMajor } from '../../../local/postgres/installations';
import type { PostgresServer } from '../../../local/postgres/postgres-server';
import { startPostgres } from '../../../local/postgres/start-postgres';
import { ensureCertificates } from '../../../local/tls/ensure-certificates';
import { temporaryDirectory } from '../../support/temporary-directory';

const started: PostgresServer[] = [];
const certificates = temporaryDirectory();

async function start(options: Parameters<typeof startPostgres>[0]): Promise<PostgresServer> {
  const server = await startPostgres(options);
  started.push(server);
  return server;
}

afterEach(() => Promise.all(started.splice(0).map((server) => server.stop())));

test.each(availableMajors())('the login of PostgreSQL %i has the rights of an Azure administrator, and no more', async (major) => {
  const server = await start({ major });
  const [rights] = await server.run(
    'postgres',
    `SELECT current_setting('server_version_num')::int / 10000 AS major, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls,
            pg_has_role('azure_pg_admin', 'USAGE') AS azure, pg_has_role('pg_monitor', 'USAGE') AS monitor, pg_has_role('pg_signal_backend', 'USAGE') AS signal
       FROM pg_roles WHERE rolname = current_user`,
  );
  expect(rights).toEqual({
    major,
    rolsuper: false,
    rolcreatedb: true,
    rolcreaterole: true,
    rolreplication: true,
    rolbypassrls: false,
    azure: true,
    monitor: true,
    signal: true,
  });
  if (major >= 14) expect(await server.run('postgres', `SELECT pg_has_role('pg_read_all_data', 'USAGE') AS may`)).toEqual([{ may: false }]);
});

test('with TLS required, a verified session is encrypted and a plain one is refused', async () => {
  const server = await start({ major: newestMajor(), tls: { ...(await ensureCertificates(join(certificates(), 'tls'))), required: true } });
  expect(await server.run('postgres', 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')).toEqual([{ ssl: true }]);
  const plain = new Client({ host: server.host, port: server.port, ...server.login, database: 'postgres' });
  await expect(plain.connect()).rejects.toMatchObject({ code: '28000' });
});

test('a named directory is taken up again with its data, and refused to another major', async () => {
  const directory = join(certificates(), 'named');
  const first = await startPostgres({ major: oldestMajor(), directory });
  await first.run('postgres', 'CREATE TABLE kept AS SELECT 1 AS n', { as: 'superuser' });
  await first.stop();
  const second = await startPostgres({ major: oldestMajor(), directory });
  expect(await second.run('postgres', 'SELECT n FROM kept', { as: 'superuser' })).toEqual([{ n: 1 }]);
  await second.stop();
  await expect(startPostgres({ major: newestMajor(), directory })).rejects.toThrow(/holds data of PostgreSQL/);
});

test('servers started at the same moment do not disturb each other', async () => {
  const servers = await Promise.all([1, 2, 3].map(() => start({ major: oldestMajor() })));
  expect(new Set(servers.map(({ port }) => port)).size).toBe(3);
});

test('stopping removes the temporary directory, and may be repeated', async () => {
  const server = await start({ major: oldestMajor() });
  await server.stop();
  await server.stop();
  expect(existsSync(server.directory)).toBe(false);
});

test('a major that npm does not have is refused with those it has', async () => {
  await expect(startPostgres({ major: 9 })).rejects.toThrow(`available: ${availableMajors().join(', ')}`);
});

describe('one server', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ major: oldestMajor() });
  });
  afterAll(() => server.stop());

  test('a wrong password is refused, and the right one is checked by SCRAM-SHA-256', async () => {
    const client = new Client({ host: server.host, port: server.port, user: 'pgadmin', password: 'wrong', database: 'postgres' });
    await expect(client.connect()).rejects.toMatchObject({ code: '28P01' });
    const stored = await server.run('postgres', `SELECT DISTINCT left(rolpassword, 13) AS kind FROM pg_authid WHERE rolcanlogin`, {
      as: 'superuser',
    });
    expect(stored).toEqual([{ kind: 'SCRAM-SHA-256' }]);
  });

  test('a port in use is named in the error', async () => {
    await expect(startPostgres({ major: oldestMajor(), port: server.port })).rejects.toThrow(`Port ${server.port} of 127.0.0.1 is in use`);
  });

  test('a server that crashed comes back on the same port with its passwords and what was committed', async () => {
    await server.createDatabase('app');
    await server.run('app', 'CREATE TABLE kept AS SELECT 1 AS n');
    await server.kill();
    await expect(server.run('app', 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await server.restart();
    expect(await server.run('app', 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });
});
