// A database with objects of every kind that there is, fitted to the version of its server.
import type { PostgresServer } from '../../../local/postgres/postgres-server';
import { sqlForVersion } from '../../../shared/engines/direct/catalog/sql-for-version';
import { loadSql } from '../../../shared/postgres/sql';

const sql = (name: string, { major }: PostgresServer) => sqlForVersion(loadSql(__dirname, name), major * 10000);

const partsOfLogin = ['types', 'routines', 'tables', 'partitions', 'behaviour', 'newer'];

export interface RichDatabaseOptions {
  /** Also what no administrator on Azure can make: such a database migrates only between superusers. */
  withSuperuserKinds?: boolean;
}

export async function loadRichDatabase(
  server: PostgresServer,
  name: string,
  { withSuperuserKinds = false }: RichDatabaseOptions = {},
): Promise<void> {
  await server.createDatabase(name);
  await server.run(name, sql('preparation', server), { as: 'superuser' });
  for (const part of partsOfLogin) await server.run(name, sql(part, server));
  if (withSuperuserKinds) await server.run(name, sql('superuser', server), { as: 'superuser' });
}

/** As on Azure, where an administrator may use postgres_fdw: here, a new database has it already. */
export async function allowForeignServers(target: PostgresServer): Promise<void> {
  await target.run('postgres', 'alter database template0 allow_connections true', { as: 'superuser' });
  const grant = 'create extension postgres_fdw schema public; grant usage on foreign data wrapper postgres_fdw to pgadmin';
  await target.run('template0', grant, { as: 'superuser' });
  await target.run('postgres', 'alter database template0 allow_connections false', { as: 'superuser' });
}
