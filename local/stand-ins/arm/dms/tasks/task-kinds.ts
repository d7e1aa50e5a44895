// The kinds of task that the local service has: those for PostgreSQL.
import { connectToSource } from './connect-to-source';
import { connectToTarget } from './connect-to-target';
import { getUserTables } from './get-user-tables';
import { migrate } from './migrate';
import type { TaskKind } from './task';

export const taskKinds: Record<string, TaskKind> = {
  'ConnectToSource.PostgreSql.Sync': connectToSource,
  'ConnectToTarget.AzureDbForPostgreSql.Sync': connectToTarget,
  GetUserTablesPostgreSql: getUserTables,
  'Migrate.PostgreSql.AzureDbForPostgreSql.Sync': migrate,
  // The name since 2021-06-30. Client 2.1.1 sends it without input, which fails as FailedInputValidation.
  'Migrate.PostgreSql.AzureDbForPostgreSql.SyncV2': migrate,
};
