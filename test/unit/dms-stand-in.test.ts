// Parts of the local Database Migration Service that need no server.
import { failInterruptedTasks } from '../../local/stand-ins/arm/dms/interrupted-tasks';
import { completionDesk } from '../../local/stand-ins/arm/dms/mover/completion-desk';
import { addressOf, connectionInfoSchema } from '../../local/stand-ins/arm/dms/mover/connection-info';
import { type State, stateSchema, withoutPasswords } from '../../local/stand-ins/arm/dms/state';

test.each([
  ['db.example.com', undefined, 'db.example.com', 5432],
  ['db.example.com', 5433, 'db.example.com', 5433],
  ['127.0.0.1:5434', 5432, '127.0.0.1', 5434],
  ['[::1]:5435', undefined, '::1', 5435],
  ['::1', 5436, '::1', 5436],
])('server name %s with port %s is %s:%i', (serverName, given, host, port) => {
  const info = connectionInfoSchema.parse({ serverName, port: given, userName: 'u', password: 'p' });
  expect(addressOf(info)).toEqual({ host, port });
});

test('passwords are taken out at any depth and in any casing, and nothing else', () => {
  const input = {
    a: [{ password: 'x', Password: 'y', userName: 'u' }],
    passwordPolicy: 'kept',
    deep: { deeper: { PASSWORD: null, n: 1 } },
  };
  expect(withoutPasswords(input)).toEqual({ a: [{ userName: 'u' }], passwordPolicy: 'kept', deep: { deeper: { n: 1 } } });
});

test('a request that waits is answered, by the mover or when it closes; later ones are answered at once', async () => {
  const desk = completionDesk();
  const { signal } = new AbortController();
  expect(await desk.take(1, signal)).toEqual([]);
  const first = desk.request();
  const second = desk.request();
  for (const answer of await desk.take(1_000, signal)) answer();
  expect(await Promise.all([first, second])).toEqual([undefined, undefined]);
  const waiting = desk.take(60_000, signal);
  const third = desk.request();
  expect(await waiting).toHaveLength(1);
  desk.close('over');
  expect(await desk.request()).toBe('over');
  const unanswered = await Promise.race([third, Promise.resolve('nobody answered')]);
  expect(unanswered).toBe('nobody answered'); // who took it answers it
  await expect(desk.take(1, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
});

test('of interrupted tasks only what had not ended fails', () => {
  const task = (state: string, output: unknown[]) => ({ name: 't', etag: 'e', taskType: 'x', state, errors: [], commands: [], output });
  const output = [
    { resultType: 'MigrationLevelOutput', state: 'PENDING' },
    { resultType: 'DatabaseLevelOutput', migrationState: 'COMPLETE' },
    { resultType: 'DatabaseLevelOutput', migrationState: 'RUNNING' },
    { resultType: 'TableLevelOutput', state: 'COMPLETED' },
    { resultType: 'TableLevelOutput', state: 'FULL_LOAD' },
  ];
  const service = {
    resourceGroup: 'g',
    name: 's',
    etag: 'e',
    location: 'l',
    virtualSubnetId: 'v',
    state: 'Succeeded',
    doing: 'Deploying',
    untilMs: 0,
  };
  const tasks = { done: task('Succeeded', output), running: task('Running', output), queued: task('Queued', []) };
  const projects = { p: { name: 'p', location: 'l', properties: {}, creationTime: 'c', tasks } };
  const state: State = stateSchema.parse({ services: { s: { ...service, sku: { name: 'a', tier: 'b', size: 'c' }, projects } } });
  failInterruptedTasks(state);
  const after = state.services.s?.projects.p?.tasks;
  expect(after?.done).toMatchObject({ state: 'Succeeded', output });
  expect(after?.queued).toMatchObject({ state: 'Failed', errors: [{ code: 'TaskInterrupted' }] });
  expect(after?.running?.output.map((element) => Object.values(element as object)[1])).toEqual([
    'FAILED',
    'COMPLETE',
    'FAILED',
    'COMPLETED',
    'FAILED',
  ]);
});
