// Between suites that share their servers.
import { quoteIdentifier } from '../../local/postgres/sessions';
import type { SourceAndTarget } from './source-and-target';

/** Drops every database that a test made, and ends who is still connected to one. */
export async function emptyServers({ source, target }: SourceAndTarget): Promise<void> {
  for (const server of [source, target]) {
    const made = await server.run<{ name: string }>(
      'postgres',
      "SELECT datname AS name FROM pg_database WHERE datname <> 'postgres' AND NOT datistemplate",
      { as: 'superuser' },
    );
    for (const { name } of made) {
      await server.run('postgres', `ALTER DATABASE ${quoteIdentifier(name)} ALLOW_CONNECTIONS false`, { as: 'superuser' });
      await server.run('postgres', 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', {
        as: 'superuser',
        parameters: [name],
      });
      await server.run('postgres', `DROP DATABASE ${quoteIdentifier(name)}`, { as: 'superuser' });
    }
  }
}
