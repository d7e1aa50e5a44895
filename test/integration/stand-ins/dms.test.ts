// Database Migration Service moves rows between two real servers, as the unmodified client sees it.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';
import type { PostgresServer } from '../../../local/postgres/postgres-server';
import { startPostgres } from '../../../local/postgres/start-postgres';
import { ensureCertificates } from '../../../local/tls/ensure-certificates';
import { contentHash } from '../../support/content-hash';
import { loadChinook } from '../../support/load-chinook';
import { sourceAndTarget } from '../../support/source-and-target';
import { connectionInfo, type DmsStage, databaseIn, dmsStage, group, isEnded, isReady, migrateTask, type TaskView } from './dms-stage';

const servers = sourceAndTarget({ targetMajor: 16, sourceSettings: { wal_level: 'logical', max_replication_slots: 4 } });
let stage: DmsStage;

const schema = `
  CREATE TABLE "Größe" (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "Näme" text, parent int REFERENCES "Größe" DEFERRABLE INITIALLY DEFERRED,
    n float8, x xml, u int UNIQUE DEFERRABLE INITIALLY DEFERRED);
  COMMENT ON CONSTRAINT "Größe_parent_fkey" ON "Größe" IS 'kept';
  CREATE TABLE no_key (a text, b bytea, c timestamptz);
  CREATE TABLE no_columns ();
  CREATE TABLE empty (a int);
  CREATE TABLE part (a int, b text) PARTITION BY LIST (a);
  CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (1);
  CREATE TABLE part_2 PARTITION OF part FOR VALUES IN (2);
  CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a trigger fired'; END $$;
  CREATE SEQUENCE counter;`;
const triggers = `
  CREATE TRIGGER on_insert BEFORE INSERT ON no_key FOR EACH ROW EXECUTE FUNCTION refuse();
  CREATE TRIGGER always AFTER INSERT ON part FOR EACH ROW EXECUTE FUNCTION refuse();
  CREATE TRIGGER off BEFORE INSERT ON empty FOR EACH ROW EXECUTE FUNCTION refuse();
  ALTER TABLE empty DISABLE TRIGGER off`;
const rows = `
  INSERT INTO "Größe" ("Näme", parent, n, x, u) SELECT 'ä''\\' || i || E'\\n\\t', i % 7 + 1, i / 3.0, '<a/>', i FROM generate_series(1, 20000) AS i;
  INSERT INTO no_key SELECT NULL, decode(md5(i::text), 'hex'), timestamptz '2020-01-01 00:00:00.123456Z' + i * interval '1 day' FROM generate_series(1, 300) AS i;
  INSERT INTO no_columns DEFAULT VALUES; INSERT INTO no_columns DEFAULT VALUES;
  INSERT INTO part SELECT i % 2 + 1, repeat('x', i) FROM generate_series(1, 200) AS i`;

beforeAll(async () => {
  stage = await dmsStage();
  await stage.createProject();
  await Promise.all([loadChinook(servers.source, 'chinook'), loadChinook(servers.target, 'chinook_copy')]);
  for (const [server, name] of [
    [servers.source, 'own'],
    [servers.target, 'own'],
  ] as const) {
    await server.createDatabase(name);
    await server.run(name, schema);
  }
  await servers.source.run('own', rows);
  await servers.target.run('own', `${triggers}; INSERT INTO empty SELECT 1`); // a row that must go
  await servers.target.run('chinook_copy', 'DELETE FROM invoice_line');
});
afterAll(() => stage.end());
const holders: Client[] = [];
afterEach(async () => {
  await Promise.all(holders.splice(0).map((holder) => holder.end()));
  await dropSlots();
});

test('the whole life: connect, list tables, move the rows of two databases, complete, compare, tear down', async () => {
  const { source, target } = servers;
  await stage.put('source', { taskType: 'ConnectToSource.PostgreSql.Sync', input: { sourceConnectionInfo: connectionInfo(source) } });
  expect(await stage.until('source', isEnded)).toMatchObject({
    state: 'Succeeded',
    output: [{ sourceServerVersion: expect.stringMatching(/^\d+\.\d+$/), databases: ['chinook', 'own', 'postgres'], validationErrors: [] }],
  });
  const both = { sourceConnectionInfo: connectionInfo(source), targetConnectionInfo: connectionInfo(target) };
  await stage.put('target', { taskType: 'ConnectToTarget.AzureDbForPostgreSql.Sync', input: both });
  expect(await stage.until('target', isEnded)).toMatchObject({
    state: 'Succeeded',
    output: [
      {
        targetServerBrandVersion: expect.stringContaining('PostgreSQL 16.'),
        databases: expect.arrayContaining(['chinook_copy']),
        validationErrors: [],
      },
    ],
  });
  const selectedDatabases = ['own', 'chinook'];
  await stage.put('tables', { taskType: 'GetUserTablesPostgreSql', input: { connectionInfo: connectionInfo(source), selectedDatabases } });
  const tables = await stage.until('tables', isEnded);
  expect(tables.output).toMatchObject([{ databaseName: 'own', validationErrors: [] }, { databaseName: 'chinook' }]);
  const own = (tables.output[0] as unknown as { tables: { name: string; hasRows: boolean }[] }).tables;
  expect(own.filter(({ hasRows }) => !hasRows)).toEqual([{ name: 'public.empty', hasRows: false }]);
  expect(own.map(({ name }) => name)).toEqual(expect.arrayContaining(['public.Größe', 'public.part_1']));

  const sequencesBefore = (await contentHash(target, 'own')).sequences;
  const { properties } = await stage.put('move', migrateTask(source, target, { own: 'own', chinook: 'chinook_copy' }));
  expect(properties).toMatchObject({ state: 'Queued' });
  const ready = await stage.until('move', (task) => isReady('own')(task) && isReady('chinook')(task));
  expect(ready.output[0]).toMatchObject({
    resultType: 'MigrationLevelOutput',
    sourceServer: connectionInfo(source).serverName,
    endedOn: null,
  });
  expect(databaseIn(ready, 'own')).toMatchObject({
    initializationCompleted: true,
    incomingChanges: 0,
    fullLoadCompletedTables: 6,
    fullLoadErroredTables: 0,
    fullLoadLoadingTables: 0,
    fullLoadQueuedTables: 0,
    startedOn: expect.any(Date),
  });
  expect(ready.output).toContainEqual(
    expect.objectContaining({ id: 'or|own|public|Größe', tableName: 'public.Größe', state: 'COMPLETED', fullLoadTotalRows: 20000 }),
  );
  expect(await slots()).toHaveLength(2);
  expect(await obstacles()).toContain('kept');
  await expectShapesOf('move');

  const command = await complete('move', 'own');
  expect(command).toMatchObject({ commandType: 'Migrate.Sync.Complete.Database', state: 'Accepted', input: { databaseName: 'own' } });
  const half = await stage.until('move', (task) => databaseIn(task, 'own')?.migrationState === 'COMPLETE');
  expect([half.state, databaseIn(half, 'chinook')?.migrationState]).toEqual(['Running', 'READY_TO_COMPLETE']);
  expect(await slots()).toHaveLength(1);
  await complete('move', 'chinook');
  const end = await stage.until('move', isEnded);
  expect(end).toMatchObject({ state: 'Succeeded', errors: [], commands: [{ state: 'Succeeded' }, { state: 'Succeeded' }] });
  expect(databaseIn(end, 'chinook')).toMatchObject({ migrationState: 'COMPLETE', endedOn: expect.any(Date) });
  expect(await slots()).toEqual([]);

  const [sourceOwn, targetOwn] = await Promise.all([contentHash(source, 'own'), contentHash(target, 'own')]);
  expect(targetOwn.tables).toEqual(sourceOwn.tables);
  expect(targetOwn.sequences).toEqual(sequencesBefore); // they are the customer's to carry
  expect((await contentHash(target, 'chinook_copy')).tables).toEqual((await contentHash(source, 'chinook')).tables);
  await expect(servers.target.run('own', 'INSERT INTO no_key VALUES (1)')).rejects.toThrow('a trigger fired');
  await servers.target.run('own', 'INSERT INTO empty VALUES (1)'); // its trigger was off before
  await expect(servers.target.run('own', 'UPDATE "Größe" SET parent = -1 WHERE id = 1')).rejects.toThrow('Größe_parent_fkey');
  expect(await sessions()).toBe(0);
});

test('changes on the source after the load are counted and never become ready; the command says why not', async () => {
  await stage.put('changed', migrateTask(servers.source, servers.target, { own: 'own' }));
  await stage.until('changed', isReady('own'));
  await servers.source.run('own', 'UPDATE no_key SET a = 1; INSERT INTO part VALUES (1, NULL)');
  await complete('changed', 'own');
  const { commands } = await stage.until('changed', (task) => task.commands[0]?.state === 'Failed');
  expect(commands[0]).toMatchObject({ errors: [{ message: expect.stringContaining("301 changes of database 'own'") }] });
  const running = await stage.until('changed', (task) => databaseIn(task, 'own')?.migrationState === 'RUNNING');
  expect(databaseIn(running, 'own')).toMatchObject({ initializationCompleted: true, incomingChanges: 301 });
  await complete('changed', 'own');
  const again = await stage.until('changed', (task) => task.commands[1]?.state === 'Failed');
  expect(again.commands[1]).toMatchObject({ errors: [{ message: expect.stringContaining('RUNNING') }] });
  await cancel('changed');
});

test.each([
  ['INITIALIAZING', 'a write transaction on the source', () => hold(servers.source, 'CREATE TABLE waiting ()')],
  ['STARTING', 'a lock on a table of the target', () => hold(servers.target, 'LOCK TABLE empty')],
] as const)('cancelled while %s (%s): nothing runs any more, the target is as it was', async (state, _held, begin) => {
  const before = await targetNow();
  const name = `cancel-${state.toLowerCase()}`;
  const holder = await begin();
  await stage.put(name, migrateTask(servers.source, servers.target, { own: 'own' }));
  await stage.until(name, (task) => databaseIn(task, 'own')?.migrationState === state);
  await complete(name, 'own'); // too early
  const canceled = await cancel(name);
  expect(canceled.commands[0]).toMatchObject({ state: 'Failed', errors: [{ message: expect.stringContaining(state) }] });
  expect(databaseIn(canceled, 'own')).toMatchObject({ migrationState: 'CANCELLED', initializationCompleted: false });
  expect(await sessions()).toBe(0);
  await holder.end();
  expect(await targetNow()).toEqual(before);
  expect(await slots()).toHaveLength(state === 'INITIALIAZING' ? 0 : 1); // left behind, as by the real service
});

test('cancelled in the middle of the load: progress was shown, the target is as it was', async () => {
  const before = await targetNow();
  const holder = await startHeldLoad('cancel-running');
  const loading = await stage.until('cancel-running', (task) => databaseIn(task, 'own')?.fullLoadCompletedTables === 5);
  expect(databaseIn(loading, 'own')).toMatchObject({ migrationState: 'RUNNING', fullLoadLoadingTables: 1, initializationCompleted: false });
  const canceled = await cancel('cancel-running');
  expect(databaseIn(canceled, 'own')?.migrationState).toBe('CANCELLED');
  expect(canceled.output).toContainEqual(expect.objectContaining({ tableName: 'public.part_2', state: 'CANCELED' }));
  expect(await sessions()).toBe(0);
  await holder.end();
  expect(await targetNow()).toEqual(before);
});

test('a deleted task is cancelled first, and its slot stays behind', async () => {
  await stage.put('deleted', migrateTask(servers.source, servers.target, { own: 'own' }));
  await stage.until('deleted', isReady('own'));
  await stage.client.tasks.deleteMethod(group, 'dms', 'migration', 'deleted', { deleteRunningTasks: true });
  await expect(stage.get('deleted')).rejects.toMatchObject({ statusCode: 404 });
  expect([await sessions(), (await slots()).length]).toEqual([0, 1]);
});

test('one database fails with what PostgreSQL says, the other one completes, and the task has failed in the end', async () => {
  await servers.target.run('own', 'ALTER TABLE part_2 ADD CHECK (length(b) < 100) NOT VALID');
  await stage.put('failing', migrateTask(servers.source, servers.target, { own: 'own', chinook: 'chinook_copy' }));
  const failed = await stage.until('failing', (task) => databaseIn(task, 'own')?.migrationState === 'FAILED' && isReady('chinook')(task));
  await servers.target.run('own', 'ALTER TABLE part_2 DROP CONSTRAINT part_2_b_check');
  expect(failed.state).toBe('Running');
  expect(databaseIn(failed, 'own')).toMatchObject({ fullLoadErroredTables: 1 });
  const message = expect.stringContaining(`'public.part_2' failed. 23514: new row for relation "part_2" violates check constraint`);
  expect(failed.output).toContainEqual(
    expect.objectContaining({
      resultType: 'DatabaseLevelErrorOutput',
      errorMessage: message,
      events: [expect.objectContaining({ eventText: message })],
    }),
  );
  await complete('failing', 'chinook');
  const end = await stage.until('failing', isEnded);
  expect(end).toMatchObject({ state: 'Failed', errors: [{ code: 'MigrationFailed', details: [{ message }] }] });
  expect(databaseIn(end, 'chinook')?.migrationState).toBe('COMPLETE');
});

test('a target without the tables or the database, and a source that cannot give a slot, fail in the words of the server', async () => {
  await servers.target.createDatabase('bare');
  await stage.put('bare', migrateTask(servers.source, servers.target, { own: 'bare', chinook: 'nowhere' }));
  const { errors } = await stage.until('bare', isEnded);
  expect(errors[0]?.details?.map(({ message }) => message)).toEqual([
    expect.stringMatching(/do not exist in target database 'bare': public\."Größe", .*must match/),
    expect.stringContaining('3D000: database "nowhere" does not exist'),
  ]);
  const taken = Array.from({ length: 4 }, (_, n) => `SELECT pg_create_logical_replication_slot('taken_${n}', 'test_decoding')`);
  await servers.source.run('own', taken.join(';'));
  await stage.put('source-full', {
    taskType: 'ConnectToSource.PostgreSql.Sync',
    input: { sourceConnectionInfo: connectionInfo(servers.source) },
  });
  const full = await stage.until('source-full', isEnded);
  expect(full).toMatchObject({
    state: 'Succeeded',
    output: [{ validationErrors: [{ message: expect.stringContaining('All 4 replication slots') }] }],
  });
  await stage.put('full', migrateTask(servers.source, servers.target, { own: 'own' }));
  expect((await stage.until('full', isEnded)).errors[0]?.details?.[0]?.message).toContain('53400: all replication slots are in use');
});

test('a source without logical replication and a login without the right are named before, and fail the migration', async () => {
  await servers.target.run('postgres', "CREATE ROLE weak LOGIN PASSWORD 'weak'", { as: 'superuser' });
  const weak = connectionInfo(servers.target, { user: 'weak', password: 'weak' }); // wal_level is replica there
  await stage.put('weak', { taskType: 'ConnectToSource.PostgreSql.Sync', input: { sourceConnectionInfo: weak } });
  expect(await stage.until('weak', isEnded)).toMatchObject({
    state: 'Succeeded',
    output: [
      {
        validationErrors: [
          {
            message: expect.stringContaining("'wal_level' is 'replica'"),
            actionableMessage: expect.stringContaining('azure.replication_support'),
          },
          { message: expect.stringContaining('REPLICATION role') },
        ],
      },
    ],
  });
  await stage.put('replica', migrateTask(servers.target, servers.target, { postgres: 'bare' }));
  const { errors } = await stage.until('replica', isEnded);
  expect(errors[0]?.details?.[0]?.message).toContain('55000: logical decoding requires wal_level');
});

test('wrong password, nobody there, missing database, lower version: told in the task, per element', async () => {
  const wrong = { ...connectionInfo(servers.source), password: 'wrong' };
  const silent = { ...connectionInfo(servers.source), serverName: '127.0.0.1', port: 1 };
  const source = (sourceConnectionInfo: typeof wrong) => ({
    taskType: 'ConnectToSource.PostgreSql.Sync' as const,
    input: { sourceConnectionInfo },
  });
  await stage.put('wrong', source(wrong));
  await stage.put('silent', source(silent));
  const refused = /^Connection failed\. Exception while connecting to .* 28P01: password authentication failed for user "pgadmin"$/;
  expect(await stage.until('wrong', isEnded)).toMatchObject({
    state: 'Failed',
    errors: [{ code: 'SourceConnectionFailed', message: expect.stringMatching(refused) }],
    output: [{ validationErrors: [{ message: expect.stringMatching(refused) }] }],
  });
  expect((await stage.until('silent', isEnded)).errors[0]?.message).toContain("'127.0.0.1:1'. No connection could be made");
  await stage.put('missing', {
    taskType: 'GetUserTablesPostgreSql',
    input: { connectionInfo: connectionInfo(servers.source), selectedDatabases: ['own', 'none'] },
  });
  expect(await stage.until('missing', isEnded)).toMatchObject({
    state: 'Succeeded',
    output: [
      { validationErrors: [] },
      { databaseName: 'none', tables: [], validationErrors: [{ message: expect.stringContaining('3D000') }] },
    ],
  });
  const input = { sourceConnectionInfo: connectionInfo(servers.target), targetConnectionInfo: connectionInfo(servers.source) };
  await stage.put('lower', { taskType: 'ConnectToTarget.AzureDbForPostgreSql.Sync', input });
  expect(await stage.until('lower', isEnded)).toMatchObject({
    state: 'Succeeded',
    output: [{ validationErrors: [{ message: expect.stringContaining('same or a higher version') }] }],
  });
  await stage.put('nobody', {
    ...migrateTask(servers.source, servers.target, { own: 'own' }),
    input: { ...migrateTask(servers.source, servers.target, { own: 'own' }).input, targetConnectionInfo: silent },
  });
  const nobody = await stage.until('nobody', isEnded);
  expect(nobody).toMatchObject({ state: 'Failed', errors: [{ code: 'MigrationFailed' }] });
  expect(nobody.output).toContainEqual(
    expect.objectContaining({ resultType: 'ErrorOutput', error: { message: expect.stringContaining('No connection') } }),
  );
});

test('a server with TLS is checked against the local authority, unless the input says otherwise', async () => {
  const { caFile, certFile, keyFile } = await ensureCertificates(join(stage.azure.directory, 'tls'));
  const foreign = await ensureCertificates(join(stage.azure.directory, 'foreign-tls'));
  const required = { required: true };
  const [known, unknown] = await Promise.all(
    [
      { caFile, certFile, keyFile, ...required },
      { ...foreign, ...required },
    ].map((tls) => startPostgres({ major: 16, tls, settings: { wal_level: 'logical' } })),
  );
  try {
    if (!known || !unknown) throw new Error('Both servers were started.');
    const ask = async (name: string, sourceConnectionInfo: object) => {
      // The older client drops encryptConnection and trustServerCertificate, so this goes without it.
      const path = `/resourceGroups/${group}/providers/Microsoft.DataMigration/services/dms/projects/migration/tasks/${name}`;
      const properties = { taskType: 'ConnectToSource.PostgreSql.Sync', input: { sourceConnectionInfo } };
      await stage.send('PUT', `${path}?api-version=2021-06-30`, { properties });
      return stage.until(name, isEnded);
    };
    expect(await ask('tls-known', connectionInfo(known))).toMatchObject({ state: 'Succeeded', output: [{ validationErrors: [] }] });
    expect((await ask('tls-unknown', connectionInfo(unknown))).errors[0]?.message).toMatch(/certificate/);
    expect((await ask('tls-trusted', { ...connectionInfo(unknown), trustServerCertificate: true })).state).toBe('Succeeded');
    expect((await ask('tls-off', { ...connectionInfo(known), encryptConnection: false })).errors[0]?.message).toMatch(
      /28000: no pg_hba\.conf entry for host .* no encryption|SSL off/,
    );
  } finally {
    await Promise.all([known?.stop(), unknown?.stop()]);
  }
});

test('after a restart of the stand-in a task that ran has failed and says so; what it was at is rolled back', async () => {
  const before = await contentHash(servers.target, 'own');
  const holder = await startHeldLoad('interrupted');
  await stage.azure.restart();
  await holder.end();
  const task = await stage.get('interrupted');
  expect(task).toMatchObject({ state: 'Failed', errors: [{ code: 'TaskInterrupted' }] });
  expect(databaseIn(task, 'own')?.migrationState).toBe('FAILED');
  expect(await sessions()).toBe(0);
  expect((await contentHash(servers.target, 'own')).tables).toEqual(before.tables);
});

test('a password is given back by nothing and stored nowhere', async () => {
  const canary = { ...connectionInfo(servers.source), password: 'canary-secret' };
  await stage.put('canary', { taskType: 'ConnectToSource.PostgreSql.Sync', input: { sourceConnectionInfo: canary } });
  await stage.until('canary', isEnded);
  await stage.client.projects.createOrUpdate(
    { location: 'x', sourcePlatform: 'PostgreSql', targetPlatform: 'AzureDbForPostgreSql', sourceConnectionInfo: canary },
    group,
    'dms',
    'canary',
  );
  const passwords = ['canary-secret', servers.source.login.password, servers.target.login.password];
  const path = `/resourceGroups/${group}/providers/Microsoft.DataMigration/services/dms/projects`;
  const answers = await Promise.all(
    ['', '/canary', '/migration/tasks', '/migration/tasks/move'].map((suffix) =>
      stage.send('GET', `${path}${suffix}?api-version=2018-07-15-preview&$expand=output`),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const folder = join(stage.azure.directory, 'arm');
  const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
  const everything = [...answers.map(({ text }) => text), ...files, ...stage.azure.lines].join('\n');
  expect(everything).toContain(servers.source.login.user);
  for (const password of passwords) expect(everything).not.toContain(password);
});

/** The properties of each kind of output, as Azure's definition MigratePostgreSqlAzureDbForPostgreSqlSyncTask has them and the service shows. */
async function expectShapesOf(task: string): Promise<void> {
  const path = `/resourceGroups/${group}/providers/Microsoft.DataMigration/services/dms/projects/migration/tasks/${task}`;
  const { text } = await stage.send('GET', `${path}?api-version=2018-07-15-preview&$expand=output`);
  const { output } = (JSON.parse(text) as { properties: { output: Record<string, unknown>[] } }).properties;
  const changes = ['cdcDeleteCounter', 'cdcInsertCounter', 'cdcUpdateCounter'];
  const counts = ['Completed', 'Errored', 'Loading', 'Queued'].map((kind) => `fullLoad${kind}Tables`);
  const keys: Record<string, string[]> = {
    MigrationLevelOutput: [
      'sourceServer',
      'sourceServerType',
      'sourceServerVersion',
      'state',
      'targetServer',
      'targetServerType',
      'targetServerVersion',
    ],
    DatabaseLevelOutput: [
      'appliedChanges',
      ...changes,
      'databaseName',
      ...counts,
      'incomingChanges',
      'initializationCompleted',
      'latency',
      'migrationState',
    ],
    TableLevelOutput: [
      ...changes,
      'dataErrorsCounter',
      'databaseName',
      'fullLoadEndedOn',
      'fullLoadEstFinishTime',
      'fullLoadStartedOn',
      'fullLoadTotalRows',
      'lastModifiedTime',
      'state',
      'tableName',
      'totalChangesApplied',
    ],
  };
  expect(new Set(output.map(({ resultType }) => resultType))).toEqual(new Set(Object.keys(keys)));
  for (const { resultType, id, ...element } of output) {
    const times = resultType === 'TableLevelOutput' ? [] : ['startedOn', 'endedOn'];
    expect(Object.keys(element).sort()).toEqual([...times, ...(keys[String(resultType)] ?? [])].sort());
    expect(id).toEqual(expect.any(String));
  }
}

/** A session that holds something until it ends. */
async function hold(server: PostgresServer, statement: string): Promise<Client> {
  const session = await server.connect('own');
  holders.push(session);
  await session.query(`BEGIN; ${statement}`);
  return session;
}

/** The load waits for the last table. That lock writes to the source's log, and so has to come after the slot. */
async function startHeldLoad(task: string): Promise<Client> {
  const gate = await hold(servers.target, 'LOCK TABLE empty');
  await stage.put(task, migrateTask(servers.source, servers.target, { own: 'own' }));
  await stage.until(task, (shown) => databaseIn(shown, 'own')?.migrationState === 'STARTING');
  const holder = await hold(servers.source, 'LOCK TABLE part_2');
  await gate.end();
  await stage.until(task, (shown) => databaseIn(shown, 'own')?.migrationState === 'RUNNING');
  return holder;
}

const targetNow = async () => [await contentHash(servers.target, 'own'), await obstacles()];

const complete = (task: string, databaseName: string) =>
  stage.client.tasks.command(group, 'dms', 'migration', task, { commandType: 'Migrate.Sync.Complete.Database', input: { databaseName } });

async function cancel(task: string): Promise<TaskView> {
  const { properties } = await stage.client.tasks.cancel(group, 'dms', 'migration', task);
  expect(['Canceling', 'Canceled']).toContain(properties?.state);
  return stage.until(task, ({ state }) => state === 'Canceled');
}

async function slots(): Promise<string[]> {
  return (await servers.source.run<{ slot_name: string }>('postgres', 'SELECT slot_name::text FROM pg_replication_slots')).map(
    ({ slot_name }) => slot_name,
  );
}

async function dropSlots(): Promise<void> {
  await servers.source.run('postgres', 'SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active');
}

/** Of the service, on both servers. */
async function sessions(): Promise<number> {
  const sql = "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'Azure Database Migration Service'";
  const counts = await Promise.all(
    [servers.source, servers.target].map((server) => server.run<{ n: number }>('postgres', sql, { as: 'superuser' })),
  );
  return counts.reduce((sum, [row]) => sum + (row?.n ?? 0), 0);
}

/** Foreign keys and triggers of the target, with all that they are. */
async function obstacles(): Promise<string> {
  const found = await servers.target.run<{ text: string }>(
    'own',
    `SELECT format('%s %s %s', conname, pg_get_constraintdef(oid), obj_description(oid)) AS text FROM pg_constraint WHERE contype = 'f'
     UNION ALL SELECT format('%s %s %s', tgname, tgenabled, tgrelid::regclass) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1`,
  );
  return found.map(({ text }) => text).join('\n');
}
