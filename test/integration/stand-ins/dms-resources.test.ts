// Services, projects and tasks as resources, without any database.
import { type DmsStage, dmsStage, group, premium, project, subnetId } from './dms-stage';

let stage: DmsStage;
beforeAll(async () => {
  stage = await dmsStage();
});
afterAll(() => stage.end());

const nowhere = { type: 'PostgreSqlConnectionInfo' as const, serverName: '127.0.0.1', port: 1, userName: 'u', password: 'p' };
const connect = { taskType: 'ConnectToSource.PostgreSql.Sync' as const, input: { sourceConnectionInfo: nowhere } };

/** Whatever the API says in a refusal. */
const refused = (statusCode: number, code: string) => ({ statusCode, code });

test('a service is created by an operation of its time, which a restart does not end, and read, listed, stopped, started, deleted', async () => {
  const { services } = stage.client;
  await stage.send('PUT', '/_local/dataMigration', { serviceSeconds: 0.4 });
  const poller = await services.beginCreateOrUpdate({ ...premium, tags: { a: 'b' } }, group, 'Slow');
  expect(poller.getInitialResponse().status).toBe(201);
  expect(poller.getInitialResponse().parsedBody).toMatchObject({ provisioningState: 'Accepted' });
  expect((await services.get('RG', 'slow')).provisioningState).toBe('Deploying');
  await expect(stage.client.projects.createOrUpdate(project, group, 'slow', 'p1')).rejects.toMatchObject(refused(409, 'ServiceNotOnline'));
  await stage.azure.restart();
  await poller.pollUntilFinished();
  expect(await services.get(group, 'slow')).toMatchObject({
    name: 'Slow',
    provisioningState: 'Succeeded',
    location: 'westeurope',
    tags: { a: 'b' },
    virtualSubnetId: subnetId,
    sku: { name: 'Premium_4vCores', tier: 'Premium', size: '4 vCores' },
  });
  expect((await services.listByResourceGroup(group)).map(({ name }) => name)).toEqual(['Slow']);
  expect((await services.list()).map(({ name }) => name)).toEqual(['Slow']);
  expect(await services.listByResourceGroup('other')).toEqual([]);
  expect(await services.checkStatus(group, 'slow')).toMatchObject({
    status: 'Online',
    supportedTaskTypes: expect.arrayContaining([connect.taskType]),
  });
  expect((await services.listSkus(group, 'slow')).map(({ sku }) => sku?.name)).toContain('Premium_4vCores');
  expect((await stage.client.resourceSkus.listSkus()).map(({ name }) => name)).toContain('Premium_4vCores');

  await stage.send('PUT', '/_local/dataMigration', {});
  await services.stop(group, 'slow');
  expect((await services.get(group, 'slow')).provisioningState).toBe('Stopped');
  expect((await services.checkStatus(group, 'slow')).status).toBe('Offline');
  await services.start(group, 'slow');
  expect((await services.get(group, 'slow')).provisioningState).toBe('Succeeded');
  await services.deleteMethod(group, 'slow');
  await expect(services.get(group, 'slow')).rejects.toMatchObject(refused(404, 'ResourceNotFound'));
  expect((await services.deleteMethod(group, 'slow'))._response.status).toBe(204);
});

test('a service that is there is taken over only with the same properties; a wrong one is refused by the name of the field', async () => {
  const { services } = stage.client;
  await services.createOrUpdate(premium, group, 'taken');
  expect((await services.createOrUpdate({ ...premium, tags: { now: 'mine' } }, group, 'taken')).tags).toEqual({ now: 'mine' });
  for (const other of [{ location: 'eastus' }, { sku: { name: 'Basic_1vCore' } }, { virtualSubnetId: `${subnetId}2` }]) {
    await expect(services.createOrUpdate({ ...premium, ...other }, group, 'taken')).rejects.toMatchObject(refused(409, 'Conflict'));
  }
  await expect(services.createOrUpdate({ ...premium, virtualSubnetId: 'x' }, group, 'other')).rejects.toMatchObject({
    statusCode: 400,
    message: expect.stringContaining('virtualSubnetId'),
  });
  await expect(services.createOrUpdate({ ...premium, sku: { name: 'Huge' } }, group, 'other')).rejects.toMatchObject(
    refused(400, 'InvalidSku'),
  );
  await expect(services.createOrUpdate(premium, group, '-x')).rejects.toMatchObject(refused(400, 'InvalidResourceName'));
  const check = (name: string) => services.checkNameAvailability('westeurope', { name, type: 'services' });
  expect(await check('TAKEN')).toMatchObject({ nameAvailable: false, reason: 'AlreadyExists' });
  expect(await check('-')).toMatchObject({ nameAvailable: false, reason: 'Invalid' });
  expect((await check('free')).nameAvailable).toBe(true);
  await services.deleteMethod(group, 'taken');
});

test('what holds something is deleted only when told so; what is not there is deleted already', async () => {
  const { services, projects, tasks } = stage.client;
  await stage.createProject();
  await stage.send('PUT', '/_local/dataMigration', { queueSeconds: 60 });
  await stage.put('held', connect);
  await stage.send('PUT', '/_local/dataMigration', {});
  expect((await projects.list(group, 'dms')).map(({ name, provisioningState }) => [name, provisioningState])).toEqual([
    ['migration', 'Succeeded'],
  ]);
  expect(await projects.get(group, 'dms', 'MIGRATION')).toMatchObject({ sourcePlatform: 'PostgreSql', creationTime: expect.any(Date) });
  const children = (name: string, type: string) => services.checkChildrenNameAvailability(group, 'dms', { name, type });
  expect((await children('migration', 'projects')).nameAvailable).toBe(false);
  expect((await children('held', 'tasks')).reason).toBe('AlreadyExists');
  expect((await children('free', 'tasks')).nameAvailable).toBe(true);

  for (const remove of [
    () => tasks.deleteMethod(group, 'dms', 'migration', 'held'),
    () => projects.deleteMethod(group, 'dms', 'migration'),
    () => services.deleteMethod(group, 'dms'),
  ]) {
    await expect(remove()).rejects.toMatchObject({ ...refused(409, 'ServiceIsBusy'), message: expect.stringContaining('held') });
  }
  await expect(services.stop(group, 'dms')).rejects.toMatchObject(refused(400, 'ServiceIsBusy'));
  await tasks.deleteMethod(group, 'dms', 'migration', 'held', { deleteRunningTasks: true });
  expect((await tasks.deleteMethod(group, 'dms', 'migration', 'held'))._response.status).toBe(204);
  await expect(services.deleteMethod(group, 'dms')).rejects.toMatchObject(refused(409, 'CannotDeleteResource'));
  await projects.deleteMethod(group, 'dms', 'migration');
  expect((await projects.deleteMethod(group, 'dms', 'migration'))._response.status).toBe(204);
  await services.deleteMethod(group, 'dms');

  await stage.createProject();
  await services.deleteMethod(group, 'dms', { deleteRunningTasks: true });
  await stage.createProject();
  expect(await projects.list(group, 'dms')).toHaveLength(1); // not the old ones
  await services.deleteMethod(group, 'dms', { deleteRunningTasks: true });
});

test('a task is put once: the same again answers what there is, another one is a collision, and what a task cannot be is refused', async () => {
  const { services, tasks } = stage.client;
  await stage.createProject();
  await stage.send('PUT', '/_local/dataMigration', { queueSeconds: 60 });
  const first = await stage.put('one', connect);
  await stage.send('PUT', '/_local/dataMigration', {});
  expect(first).toMatchObject({ name: 'one', type: 'Microsoft.DataMigration/services/projects/tasks', properties: { state: 'Queued' } });
  expect((await stage.put('one', connect)).etag).toBe(first.etag);
  const other = { ...connect, input: { sourceConnectionInfo: { ...nowhere, serverName: 'elsewhere' } } };
  await expect(stage.put('one', other)).rejects.toMatchObject(refused(409, 'Conflict'));
  expect((await tasks.list(group, 'dms', 'migration')).map(({ name }) => name)).toEqual(['one']);
  expect(await tasks.list(group, 'dms', 'migration', { taskType: 'GetUserTablesPostgreSql' })).toEqual([]);

  await tasks.cancel(group, 'dms', 'migration', 'one');
  expect((await stage.until('one', ({ state }) => state === 'Canceled')).errors).toEqual([]);
  const complete = { commandType: 'Migrate.Sync.Complete.Database' as const, input: { databaseName: 'x' } };
  await expect(tasks.command(group, 'dms', 'migration', 'one', complete)).rejects.toMatchObject(refused(400, 'TaskNotRunning'));
  await expect(stage.put('mongo', { taskType: 'Connect.MongoDb' })).rejects.toMatchObject(refused(400, 'InvalidTaskType'));
  await expect(tasks.get(group, 'dms', 'migration', 'none')).rejects.toMatchObject(refused(404, 'ResourceNotFound'));
  await services.deleteMethod(group, 'dms', { deleteRunningTasks: true });
});

test('a migrate task needs the Premium tier and its whole input, which client 2.1.1 drops for the newer name of the task', async () => {
  await stage.createProject();
  const input = { sourceConnectionInfo: nowhere, targetConnectionInfo: nowhere, selectedDatabases: [{ name: 'a' }] };
  const newer = { taskType: 'Migrate.PostgreSql.AzureDbForPostgreSql.SyncV2', input } as never;
  await stage.put('dropped', newer);
  const { errors } = await stage.until('dropped', ({ state }) => state === 'FailedInputValidation');
  expect(errors).toEqual([{ code: 'InvalidTaskInput', message: 'The input of the task is not valid at: input.' }]);
  await stage.azure.restart(); // it is stored without input, too
  expect((await stage.get('dropped')).state).toBe('FailedInputValidation');
  await stage.client.services.createOrUpdate({ ...premium, sku: { name: 'Standard_4vCores' } }, group, 'standard');
  await stage.client.projects.createOrUpdate(project, group, 'standard', 'p1');
  const properties = { taskType: 'Migrate.PostgreSql.AzureDbForPostgreSql.Sync' as const, input };
  await expect(stage.client.tasks.createOrUpdate({ properties }, group, 'standard', 'p1', 't1')).rejects.toMatchObject(
    refused(400, 'InvalidSku'),
  );
  for (const service of ['dms', 'standard']) await stage.client.services.deleteMethod(group, service, { deleteRunningTasks: true });
});

test('the answers have the properties that Azure publishes as examples, and no others but those of the real service', async () => {
  const { services } = stage.client;
  const path = `/resourceGroups/${group}/providers/Microsoft.DataMigration/services/shapes`;
  const version = '?api-version=2018-07-15-preview';
  const parse = async (method: string, suffix = '', body?: unknown) => {
    const { text, status } = await stage.send(method, `${path}${suffix}${version}`, body);
    return { status, body: JSON.parse(text) as Record<string, unknown> };
  };
  // Azure/azure-rest-api-specs, Microsoft.DataMigration/preview/2018-07-15-preview/examples: Services_CreateOrUpdate, Projects_CreateOrUpdate,
  // Tasks_CreateOrUpdate, Tasks_Get, Services_CheckStatus. `errors` and `commands` of a task: the definition ProjectTaskProperties.
  const { location, sku } = premium;
  const service = await parse('PUT', '', { location, sku, properties: { virtualSubnetId: subnetId } });
  expect(service).toMatchObject({ status: 201, body: { properties: { provisioningState: 'Accepted' } } });
  expect(pathsOf(service.body)).toEqual([
    'etag',
    'id',
    'location',
    'name',
    'properties.provisioningState',
    'properties.virtualSubnetId',
    'sku.name',
    'sku.size',
    'sku.tier',
    'type',
  ]);
  const projectBody = { location, properties: { sourcePlatform: 'PostgreSQL', targetPlatform: 'AzureDbForPostgreSQL' } };
  const created = await parse('PUT', '/projects/p1', projectBody);
  expect(created.status).toBe(201);
  expect(pathsOf(created.body)).toEqual([
    'id',
    'location',
    'name',
    'properties.creationTime',
    'properties.provisioningState',
    'properties.sourcePlatform',
    'properties.targetPlatform',
    'type',
  ]);
  const task = await parse('PUT', '/projects/p1/tasks/t1', { properties: connect });
  expect(task.body).toMatchObject({ properties: { state: 'Queued' } });
  const expected = [
    'etag',
    'id',
    'name',
    ...['port', 'serverName', 'type', 'userName'].map((field) => `properties.input.sourceConnectionInfo.${field}`),
  ];
  expect(pathsOf(task.body)).toEqual([...expected, 'properties.state', 'properties.taskType', 'type']);
  const later = pathsOf((await parse('GET', '/projects/p1/tasks/t1')).body).filter((path) => !path.startsWith('properties.errors.')); // it may have failed by now
  expect(later).toEqual(pathsOf(task.body));
  expect(Object.keys((await parse('POST', '/checkStatus')).body).sort()).toEqual([
    'agentVersion',
    'status',
    'supportedTaskTypes',
    'vmSize',
  ]);
  await services.deleteMethod(group, 'shapes', { deleteRunningTasks: true });
});

/** Of every value that is no object; an empty list has none. */
function pathsOf(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null) return [prefix];
  return Object.entries(value)
    .flatMap(([key, inner]) => pathsOf(inner, prefix ? `${prefix}.${key}` : key))
    .sort();
}
