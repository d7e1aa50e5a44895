// TLS to a server whose certificate comes from an authority of our own, and a migration over it.
import { readFileSync } from 'node:fs';
import { newestMajor } from '../../../local/postgres/installations';
import type { PostgresServer } from '../../../local/postgres/postgres-server';
import { startPostgres } from '../../../local/postgres/start-postgres';
import { ensureCertificates } from '../../../local/tls/ensure-certificates';
import type { SslMode } from '../../../shared/domain/migration';
import { openWire } from '../../../shared/postgres/wire';
import { connectionOf } from '../../support/connection';
import { temporaryDirectory } from '../../support/temporary-directory';
import { jobFor, runJob } from '../direct/run-job';

const directory = temporaryDirectory();
let server: PostgresServer;
let ca = '';

beforeAll(async () => {
  const tls = await ensureCertificates(directory(), ['127.0.0.1']);
  ca = readFileSync(tls.caFile, 'utf8');
  server = await startPostgres({ major: newestMajor(), tls: { ...tls, required: true } });
});

afterAll(() => server.stop());

async function isEncrypted(sslMode: SslMode, host: string, authority?: string): Promise<string> {
  try {
    const wire = await openWire(
      { ...connectionOf(server), host, sslMode, ca: authority },
      { database: 'postgres', applicationName: 'test' },
    );
    const [row] = await wire.query('select ssl from pg_stat_ssl where pid = pg_backend_pid()');
    wire.end();
    return String(row?.rows[0]?.[0]);
  } catch (error) {
    return error instanceof Error ? error.message.replace(/:.*/s, '') : String(error);
  }
}

test.each<[SslMode, string, boolean, string]>([
  ['Prefer', '127.0.0.1', false, 't'],
  ['Require', '127.0.0.1', false, 't'],
  ['VerifyCA', '127.0.0.1', true, 't'],
  ['VerifyCA', '127.0.0.1', false, 'SERVER_TLS_FAILED'],
  ['VerifyFull', 'localhost', true, 'SERVER_TLS_FAILED'],
  ['VerifyFull', '127.0.0.1', true, 't'],
  ['VerifyFull', '127.0.0.1', false, 'SERVER_TLS_FAILED'],
])('%s to %s, authority known: %s', async (sslMode, host, knowsAuthority, expected) => {
  expect(await isEncrypted(sslMode, host, knowsAuthority ? ca : undefined)).toBe(expected);
});

test('Prefer finds a server that offers TLS from now on, although it had none a moment ago', async () => {
  const passwords = { superuser: 'super', login: 'login' };
  const plain = await startPostgres({ major: newestMajor(), passwords });
  const modeOn = async (one: PostgresServer) => {
    const wire = await openWire({ ...connectionOf(one), sslMode: 'Prefer' }, { database: 'postgres', applicationName: 'test' });
    const [row] = await wire.query('select ssl from pg_stat_ssl where pid = pg_backend_pid()');
    wire.end();
    return row?.rows[0]?.[0];
  };
  try {
    expect(await modeOn(plain)).toBe('f');
    expect(await modeOn(plain)).toBe('f');
  } finally {
    await plain.stop();
  }
  const tls = await ensureCertificates(directory(), ['127.0.0.1']);
  const secure = await startPostgres({ major: newestMajor(), port: plain.port, tls: { ...tls, required: true }, passwords });
  try {
    expect(await modeOn(secure)).toBe('t');
  } finally {
    await secure.stop();
  }
});

test('a database moves over verified TLS', async () => {
  await server.createDatabase('app');
  await server.run('app', `create table t (id int, x text); insert into t select i, repeat('x', 500) from generate_series(1, 20000) i`);
  const target = await startPostgres({ major: newestMajor() });
  try {
    const secure = { ...connectionOf(server), sslMode: 'VerifyFull' as const, ca };
    const ended = await runJob({ ...jobFor(server, target, 'app'), source: secure });
    expect(ended).toMatchObject({ state: 'Succeeded', report: { tables: [{ rows: 20000 }] } });
  } finally {
    await target.stop();
  }
});
