// The unmodified client of Database Migration Service against the stand-in, with a service and a project to work in.
import { Agent, request } from 'node:https';
import { DataMigrationServiceClient, type DataMigrationServiceModels as Models } from '@azure/arm-datamigration';
import type { PostgresServer } from '../../../local/postgres/postgres-server';
import { type AzureServices, azureServices } from './azure-services';

export type Output = Models.MigratePostgreSqlAzureDbForPostgreSqlSyncTaskOutputUnion;
export type DatabaseOutput = Models.MigratePostgreSqlAzureDbForPostgreSqlSyncTaskOutputDatabaseLevel;

export const group = 'rg';
export const subnetId = '/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/v/subnets/dms';
export const premium = { location: 'westeurope', sku: { name: 'Premium_4vCores' }, virtualSubnetId: subnetId };
export const project = { location: 'westeurope', sourcePlatform: 'PostgreSql', targetPlatform: 'AzureDbForPostgreSql' } as const;

export interface DmsStage {
  azure: AzureServices;
  client: DataMigrationServiceClient;
  /** Sends a request as it is, with a token. */
  send(method: string, path: string, body?: unknown): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>;
  /** A service `dms` with a project `migration`. */
  createProject(): Promise<void>;
  /** Puts a task and answers what the service answered. */
  put(name: string, properties: Models.ProjectTaskPropertiesUnion): Promise<Models.ProjectTask>;
  get(name: string): Promise<TaskView>;
  /** Asks until it is so, as a client has to. */
  until(name: string, holds: (task: TaskView) => boolean): Promise<TaskView>;
  end(): Promise<void>;
}

export interface TaskView {
  state: string;
  errors: Models.ODataError[];
  commands: Models.CommandPropertiesUnion[];
  output: Output[];
}

const patienceMs = 30_000;
const pollMs = 20;

export async function dmsStage(): Promise<DmsStage> {
  const azure = await azureServices();
  const { arm, subscriptionId } = azure.services;
  const agent = new Agent({ ca: azure.tlsOptions.ca, keepAlive: true });
  const credential = azure.credential();
  const client = new DataMigrationServiceClient(
    { getToken: () => credential.getToken('https://management.azure.com/.default') },
    subscriptionId,
    { baseUri: arm.url, agentSettings: { http: agent, https: agent }, longRunningOperationRetryTimeout: 0.02, noRetryPolicy: true },
  );
  const stage: DmsStage = {
    azure,
    client,
    async send(method, path, body) {
      const { token } = await credential.getToken('https://management.azure.com/.default');
      const url = path.startsWith('/_local') ? `${arm.url}${path}` : `${arm.url}/subscriptions/${subscriptionId}${path}`;
      return new Promise((settle, fail) => {
        const sent = request(url, { method, agent, headers: { authorization: `Bearer ${token}` } }, async (response) => {
          const text = (await response.setEncoding('utf8').toArray()).join('');
          settle({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
        sent.on('error', fail).end(body === undefined ? undefined : JSON.stringify(body));
      });
    },
    async createProject() {
      await client.services.createOrUpdate(premium, group, 'dms');
      await client.projects.createOrUpdate(project, group, 'dms', 'migration');
    },
    put: (name, properties) => client.tasks.createOrUpdate({ properties }, group, 'dms', 'migration', name),
    async get(name) {
      const { properties } = await client.tasks.get(group, 'dms', 'migration', name, { expand: 'output' });
      return { errors: [], commands: [], output: [], ...properties } as unknown as TaskView;
    },
    async until(name, holds) {
      const deadline = Date.now() + patienceMs;
      for (;;) {
        const task = await stage.get(name);
        if (holds(task)) return task;
        if (Date.now() > deadline) throw new Error(`Task '${name}' stays at ${summary(task)}.`);
        await new Promise((settle) => setTimeout(settle, pollMs));
      }
    },
    async end() {
      agent.destroy();
      await azure.end();
    },
  };
  return stage;
}

const summary = ({ state, errors, output }: TaskView) =>
  JSON.stringify([state, errors, output.filter(({ resultType }) => resultType === 'DatabaseLevelOutput')]);

export const isEnded = ({ state }: TaskView) => ['Succeeded', 'Failed', 'Canceled', 'FailedInputValidation'].includes(state);

export const databaseIn = ({ output }: TaskView, name: string) =>
  output.find((element): element is DatabaseOutput => element.resultType === 'DatabaseLevelOutput' && element.databaseName === name);

export const isReady = (name: string) => (task: TaskView) => databaseIn(task, name)?.migrationState === 'READY_TO_COMPLETE';

/** A server as a task's input names it; a local server's registered name has its port. */
export const connectionInfo = (server: PostgresServer, login = server.login) => ({
  type: 'PostgreSqlConnectionInfo' as const,
  serverName: `${server.host}:${server.port}`,
  port: server.port,
  userName: login.user,
  password: login.password,
});

export const migrateTask = (source: PostgresServer, target: PostgresServer, databases: Record<string, string>) => ({
  taskType: 'Migrate.PostgreSql.AzureDbForPostgreSql.Sync' as const,
  input: {
    sourceConnectionInfo: connectionInfo(source),
    targetConnectionInfo: connectionInfo(target),
    selectedDatabases: Object.entries(databases).map(([name, targetDatabaseName]) => ({ name, targetDatabaseName })),
  },
});
