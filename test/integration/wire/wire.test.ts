// The wire against real servers: queries, the COPY splice, and what happens when one side fails or goes away.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect as connectSocket, createServer } from 'node:net';
import { MigrationFailure } from '../../../shared/domain/error-codes';
import type { ServerConnection } from '../../../shared/engines/engine';
import { openCatalogSession } from '../../../shared/postgres/catalog-session';
import { copyHash } from '../../../shared/postgres/copy-hash';
import { databaseFingerprint } from '../../../shared/postgres/database-fingerprint';
import { type SpliceError, splice } from '../../../shared/postgres/splice';
import { openWire, type Wire } from '../../../shared/postgres/wire';
import { WireError } from '../../../shared/postgres/wire-error';
import { connectionOf } from '../../support/connection';
import { sourceAndTarget } from '../../support/source-and-target';

const servers = sourceAndTarget();
const open: Wire[] = [];

beforeAll(async () => {
  await servers.source.createDatabase('app');
  await servers.target.createDatabase('app');
  const columns = '(id int, name text, amount float8)';
  await servers.source.run(
    'app',
    `create table t ${columns}; insert into t select i, repeat('é', i % 90), i / 7.0 from generate_series(1, 50000) i`,
  );
  await servers.source.run('app', `create table empty ${columns}`);
  await servers.target.run('app', `create table t ${columns}; create table empty ${columns}`);
});

afterEach(() => {
  for (const wire of open.splice(0)) wire.destroy();
});

async function wireTo(side: 'source' | 'target', overrides: Partial<ServerConnection> = {}, signal?: AbortSignal): Promise<Wire> {
  const wire = await openWire(
    { ...connectionOf(servers[side]), ...overrides },
    { database: 'app', applicationName: `test ${randomUUID()}`, signal },
  );
  open.push(wire);
  return wire;
}

const copyBoth = async (format: 'binary' | 'text') => {
  const [source, target] = await Promise.all([wireTo('source'), wireTo('target')]);
  const copies = await splice({
    source,
    target,
    outSql: ['t', 'empty'].map((table) => `copy ${table} to stdout (format ${format})`).join(';'),
    inSql: `begin; truncate t, empty; ${['t', 'empty'].map((table) => `copy ${table} from stdin (format ${format})`).join(';')}`,
    statementsBefore: 2,
    formats: [format, format],
    onBytes: () => {},
  });
  await target.query('commit');
  const hashes: string[] = [];
  for (const table of ['t', 'empty']) {
    const hash = await copyHash(format);
    await target.query(`copy ${table} to stdout (format ${format})`, { borrows: true, data: hash.update, done: () => {} });
    hashes.push(hash.digest());
  }
  return { copies, hashes };
};

test('a query gives tags and rows of every statement, and an error leaves the wire usable', async () => {
  const wire = await wireTo('target');
  const results = await wire.query(`select 1 as a, null, 'ä'; create temp table x (i int); insert into x values (1), (2)`);
  expect(results).toEqual([
    { tag: 'SELECT 1', rows: [['1', null, 'ä']] },
    { tag: 'CREATE TABLE', rows: [] },
    { tag: 'INSERT 0 2', rows: [] },
  ]);
  const error = await wire.query('select 1; select 1/0').catch((failure) => failure);
  expect(error).toBeInstanceOf(WireError);
  expect(error).toMatchObject({ code: '22012', completed: [{ tag: 'SELECT 1' }] });
  await expect(wire.query('select 2')).resolves.toHaveLength(1);
});

test('binary rows arrive whole, and the target reads back to the hash of what the source sent, across majors', async () => {
  const { copies, hashes } = await copyBoth('binary');
  expect(copies.map(({ rows }) => rows)).toEqual([50000, 0]);
  expect(hashes).toEqual(copies.map(({ hash }) => hash));
  const [sum] = await servers.target.run(
    'app',
    `select count(*)::int, sum(length(name))::int as letters, sum(amount) = (select sum(i / 7.0::float8) from generate_series(1, 50000) i) as same from t`,
  );
  expect(sum).toMatchObject({ count: 50000, same: true });
});

test('text rows arrive whole', async () => {
  const { copies } = await copyBoth('text');
  expect(copies.map(({ rows }) => rows)).toEqual([50000, 0]);
});

test('a source that fails in the middle leaves nothing on the target, and is named', async () => {
  const [source, target] = await Promise.all([wireTo('source'), wireTo('target')]);
  await servers.target.run('app', 'truncate t');
  const failure: SpliceError = await splice({
    source,
    target,
    outSql: 'copy (select id, name, 1 / (40000 - id)::float8 from t) to stdout (format binary)',
    inSql: 'begin; copy t from stdin (format binary)',
    statementsBefore: 1,
    formats: ['binary'],
    onBytes: () => {},
  }).catch((error) => error);
  expect(failure).toMatchObject({ side: 'source', copy: 0, cause: { code: '22012' } });
  await expect(target.query('commit')).resolves.toMatchObject([{ tag: 'ROLLBACK' }]);
  await expect(target.query('select count(*) from t')).resolves.toMatchObject([{ rows: [['0']] }]);
});

test('a source backend that is ended in the middle is CopyFail, never a short table', async () => {
  const [source, target] = await Promise.all([wireTo('source'), wireTo('target')]);
  await servers.target.run('app', 'truncate t');
  let ended: Promise<unknown> | undefined;
  const failure: SpliceError = await splice({
    source,
    target,
    outSql: 'copy (select t.* from t, generate_series(1, 200) s) to stdout (format binary)',
    inSql: 'begin; copy t from stdin (format binary)',
    statementsBefore: 1,
    formats: ['binary'],
    onBytes: () => {
      ended ??= servers.source.run('postgres', `select pg_terminate_backend(${source.processId})`);
    },
  }).catch((error) => error);
  await ended;
  expect(failure.side).toBe('source');
  await target.query('commit').catch((error) => expect(error.error.code).toBe('CONNECTION_LOST')); // it may have been cut within a row
  expect(await servers.target.run('app', 'select * from t limit 1')).toEqual([]);
});

test('a target that refuses a row stops the source at once, and the failed table of a batch is known', async () => {
  const [source, target] = await Promise.all([wireTo('source'), wireTo('target')]);
  await servers.target.run('app', 'create table picky (id int check (id < 100), name text, amount float8)');
  const failure: SpliceError = await splice({
    source,
    target,
    outSql: 'copy empty to stdout; copy (select t.* from t, generate_series(1, 2000) s) to stdout',
    inSql: 'begin; copy empty from stdin; copy picky from stdin',
    statementsBefore: 1,
    formats: ['text', 'text'],
    onBytes: () => {},
  }).catch((error) => error);
  expect(failure).toMatchObject({ side: 'target', copy: 1, cause: { code: '23514' } });
  expect(await servers.target.run('app', 'select * from picky')).toEqual([]);
});

test('a source that vanishes in the middle of a row leaves nothing on the target', async () => {
  const proxy = createServer((client) => {
    const server = connectSocket(servers.source.port, '127.0.0.1');
    let passed = 0;
    server.on('data', (bytes) => {
      passed += bytes.length;
      if (passed < 1_000_000) client.write(bytes);
      else if (!client.destroyed) client.end(bytes.subarray(0, 1003)); // a row has 60 bytes and more, most chunks end within one
    });
    client.on('data', (bytes) => server.write(bytes));
    for (const socket of [client, server]) socket.on('error', () => {}).on('close', () => [client, server].map((each) => each.destroy()));
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  try {
    await servers.target.run('app', 'truncate t');
    const [source, target] = await Promise.all([
      wireTo('source', { port: (proxy.address() as AddressInfo).port, sslMode: 'Prefer' }),
      wireTo('target'),
    ]);
    const failure: SpliceError = await splice({
      source,
      target,
      outSql: 'copy t to stdout (format binary)',
      inSql: 'begin; copy t from stdin (format binary)',
      statementsBefore: 1,
      formats: ['binary'],
      onBytes: () => {},
    }).catch((error) => error);
    expect(failure).toMatchObject({ side: 'source', copy: 0, cause: { error: { code: 'CONNECTION_LOST' } } });
    expect(await servers.target.run('app', 'select * from t limit 1')).toEqual([]);
  } finally {
    proxy.close();
  }
});

test('wrong password, closed port and missing database are told apart, without the password', async () => {
  const cases: [Partial<ServerConnection>, string, string][] = [
    [{ password: 'canary-secret' }, 'app', 'LOGIN_FAILED'],
    [{ port: 1 }, 'app', 'SERVER_UNREACHABLE'],
    [{}, 'nowhere', 'SOURCE_DATABASE_MISSING'],
    [{ sslMode: 'VerifyFull' }, 'app', 'SERVER_TLS_FAILED'],
  ];
  for (const [overrides, database, code] of cases) {
    const server = { ...connectionOf(servers.source), ...overrides };
    const failure = await openWire(server, { database, applicationName: 'test' }).catch((error) => error);
    expect(failure).toBeInstanceOf(MigrationFailure);
    expect(failure.error.code).toBe(code);
    expect(failure.error.message).toContain(`127.0.0.1:${server.port}`);
    expect(JSON.stringify(failure.error)).not.toContain('canary-secret');
  }
});

test('aborting ends a session in the middle of a query', async () => {
  const abort = new AbortController();
  const wire = await wireTo('target', {}, abort.signal);
  const sleeping = wire.query('select pg_sleep(60)');
  abort.abort();
  await expect(sleeping).rejects.toMatchObject({ name: 'AbortError' });
});

test('a fingerprint stays while nobody writes, whatever reads, and moves with a row or an object', async () => {
  const read = async () => {
    const session = await openCatalogSession(connectionOf(servers.target), { database: 'app', applicationName: 'test' });
    try {
      return (await databaseFingerprint(session)).fingerprint;
    } finally {
      await session.end();
    }
  };
  await servers.target.run('app', 'create table f (i int)');
  const first = await read();
  await servers.target.run('app', 'analyze; select * from f');
  expect(await read()).toBe(first);
  await servers.target.run('app', 'insert into f values (1)');
  const second = await read();
  expect(second).not.toBe(first);
  await servers.target.run('app', 'alter table f add column j int');
  expect(await read()).not.toBe(second);
});
