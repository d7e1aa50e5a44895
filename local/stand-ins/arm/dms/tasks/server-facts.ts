// What the connect tasks ask a server for.
import type { Client } from 'pg';

export interface ServerFacts {
  /** Full, as `16.14`. */
  version: string;
  versionNumber: number;
  databases: string[];
}

export async function serverFacts(session: Client): Promise<ServerFacts> {
  const { rows: settings } = await session.query<{ version: string; number: number }>(
    "SELECT split_part(current_setting('server_version'), ' ', 1) AS version, current_setting('server_version_num')::int AS number",
  );
  const { rows: databases } = await session.query<{ datname: string }>(
    'SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate ORDER BY datname',
  );
  const [setting] = settings;
  return { version: setting?.version ?? '', versionNumber: setting?.number ?? 0, databases: databases.map(({ datname }) => datname) };
}
