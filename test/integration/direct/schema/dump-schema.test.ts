// pg_dump (WASM) reads real servers over their own authenticated sessions, and fails clearly.
import { dumpSchema } from '../../../../shared/engines/direct/schema/dump-schema';
import { connectionOf } from '../../../support/connection';
import { loadChinook } from '../../../support/load-chinook';
import { sourceAndTarget } from '../../../support/source-and-target';

const servers = sourceAndTarget();
const applicationName = 'dump test';

function dump(database: string, options: { signal?: AbortSignal; lockTimeoutMs?: number; snapshot?: string } = {}) {
  return dumpSchema(connectionOf(servers.source), database, { applicationName, signal: new AbortController().signal, ...options });
}

const failureOf = (dumping: Promise<unknown>) => dumping.then(() => undefined).catch((failure) => failure.error ?? failure);

/** Runs while a session holds an exclusive lock on public.held. */
async function whileLocked(run: () => Promise<void>): Promise<void> {
  const holder = await servers.source.connect('locked');
  try {
    await holder.query('begin; lock table held');
    await run();
  } finally {
    await holder.end();
  }
}

const dumpWaits = `select pid from pg_stat_activity where application_name = '${applicationName}' and wait_event_type = 'Lock'`;
const dumpSessions = `select pid from pg_stat_activity where application_name = '${applicationName}'`;

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(setImmediate);
}

beforeAll(async () => {
  await servers.source.createDatabase('locked');
  await servers.source.run('locked', 'create table held (a integer)');
});

test('every object is an entry with the OID of its catalogue', async () => {
  await loadChinook(servers.source, 'chinook');
  const entries = await dump('chinook');
  const [album] = await servers.source.run('chinook', `select 'public.album'::regclass::oid as oid`);
  expect(entries.find(({ kind, name }) => kind === 'TABLE' && name === 'album')).toMatchObject({
    classOid: 1259,
    oid: album?.oid,
    schema: 'public',
    section: 'preData',
    sql: expect.stringMatching(/^CREATE TABLE public\.album \([^;]*\);$/),
  });
  expect(entries.filter(({ kind }) => kind === 'FK CONSTRAINT')).toHaveLength(11);
  expect(await servers.source.run('postgres', dumpSessions)).toEqual([]);
});

test('a source that refuses writes is read, and nothing is written there', async () => {
  await servers.source.createDatabase('frozen');
  await servers.source.run('frozen', `create view v as select 1 as a; alter database frozen set default_transaction_read_only = on`);
  expect((await dump('frozen')).filter(({ kind }) => kind === 'VIEW')).toHaveLength(1);
});

test('definitions of megabytes, backslashes and line breaks come through unchanged, whatever the source says of its strings', async () => {
  await servers.source.createDatabase('odd');
  const body = `select '${'ä\\'.repeat(1_500_000)}'`;
  await servers.source.run('odd', `create function f() returns text language sql as $f$${body}$f$`);
  await servers.source.run(
    'odd',
    String.raw`create table t (a text default E'x\\y\n''z'); alter database odd set standard_conforming_strings = off`,
  );
  const entries = await dump('odd');
  expect(entries.find(({ kind }) => kind === 'FUNCTION')?.sql).toContain(body);
  expect(entries.find(({ kind }) => kind === 'TABLE')?.sql).toContain(`'x\\y\n''z'`);
});

test('the schema is read as of the given snapshot', async () => {
  await servers.source.createDatabase('moving');
  await servers.source.run('moving', 'create table before (a integer)');
  const holder = await servers.source.connect('moving');
  await holder.query('begin isolation level repeatable read');
  const { rows } = await holder.query('select pg_export_snapshot() as name');
  await servers.source.run('moving', 'create table later (a integer)');
  const entries = await dump('moving', { snapshot: rows[0].name });
  await holder.end();
  expect(entries.filter(({ kind }) => kind === 'TABLE').map(({ name }) => name)).toEqual(['before']);
});

test('a table that the login may not read is named', async () => {
  await servers.source.createDatabase('secret');
  await servers.source.run('secret', 'create table not_yours (a integer)', { as: 'superuser' });
  expect(await failureOf(dump('secret'))).toMatchObject({ code: 'SOURCE_RIGHTS_MISSING', message: expect.stringContaining('not_yours') });
});

test('a lock on the source is not waited for longer than asked', async () => {
  await whileLocked(async () => {
    const failure = await failureOf(dump('locked', { lockTimeoutMs: 100 }));
    expect(failure).toMatchObject({ code: 'SOURCE_LOCKED' });
  });
});

test('a session that the server ends ends the dump at once', async () => {
  await whileLocked(async () => {
    const failure = failureOf(dump('locked'));
    await until(async () => (await servers.source.run('postgres', dumpWaits)).length > 0);
    await servers.source.run('postgres', dumpWaits.replace('pid', 'pg_terminate_backend(pid)'));
    expect(await failure).toMatchObject({ code: 'CONNECTION_LOST', message: expect.stringContaining('terminating connection') });
  });
});

test('an abort ends the dump and its session at once, and the next one runs', async () => {
  await whileLocked(async () => {
    const abort = new AbortController();
    const failure = failureOf(dump('locked', { signal: abort.signal }));
    await until(async () => (await servers.source.run('postgres', dumpWaits)).length > 0);
    abort.abort();
    expect(await failure).toMatchObject({ name: 'AbortError' });
  });
  await until(async () => (await servers.source.run('postgres', dumpSessions)).length === 0);
  expect((await dump('locked')).map(({ name }) => name)).toContain('held');
});

test('bytes that are no text are refused, not mangled', async () => {
  await servers.source.createDatabase('ascii', { encoding: 'SQL_ASCII' });
  await servers.source.run('ascii', `create table fine_ä (a integer)`);
  expect((await dump('ascii')).map(({ name }) => name)).toContain('fine_ä');
  await servers.source.run(
    'ascii',
    String.raw`do $$ begin execute convert_from('\x636f6d6d656e74206f6e207461626c652066696e655fc3a42069732027ff27'::bytea, 'SQL_ASCII'); end $$`,
  );
  expect(await failureOf(dump('ascii'))).toMatchObject({
    code: 'SCHEMA_FAILED',
    message: expect.stringContaining('invalid byte sequence'),
  });
});
