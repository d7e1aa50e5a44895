// A server as Azure Database Migration Service is told of it.
import type { DataMigrationServiceModels as Models } from '@azure/arm-datamigration';
import type { ServerConnection } from '../engine';

/** Tasks about a whole server connect to it. */
const maintenanceDatabase = 'postgres';

/** This version of the service knows no setting for TLS: it encrypts where the server can. */
export const connectionInfo = ({ host, port, user, password }: ServerConnection): Models.PostgreSqlConnectionInfo => ({
  type: 'PostgreSqlConnectionInfo',
  serverName: host,
  port,
  userName: user,
  password,
  databaseName: maintenanceDatabase,
});

export const secretsOf = ({ source, target }: { source: ServerConnection; target: ServerConnection }): string[] => [
  source.password,
  target.password,
];
