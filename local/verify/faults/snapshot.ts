/** What there is besides the migrated database: in Azure and on both servers. It has to be the same before a migration and after it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { PostgresServer } from '../../postgres/postgres-server';
import type { FaultWorld } from './world';

/** By what it is. */
export type Snapshot = Record<string, string>;

/** Sessions end, and servers read their firewall again, a moment after they were told to. */
const settlesWithinMs = 5_000;
const pollMs = 50;

const ofServer = `
  SELECT 'database ' || datname AS name FROM pg_database WHERE datname LIKE 'pgflex%' OR (NOT datallowconn AND datname <> 'template0')
  UNION ALL SELECT 'session ' || application_name FROM pg_stat_activity WHERE application_name LIKE 'pgflex:%'
  UNION ALL SELECT 'slot ' || slot_name FROM pg_replication_slots
  UNION ALL SELECT name || ' = ' || setting FROM pg_settings WHERE name IN ('wal_level', 'max_wal_senders', 'default_transaction_read_only')
  ORDER BY 1`;

export async function snapshot({ arm, endpoints, source, target, sourceId, targetId }: FaultWorld): Promise<Snapshot> {
  const paths = [
    ...[sourceId, targetId].flatMap((id) => [id, `${id}/firewallRules`, `${id}/configurations`]),
    `/subscriptions/${endpoints.subscriptionId}/providers/Microsoft.DataMigration/services`,
  ];
  const parts = await Promise.all([
    ...paths.map(async (path): Promise<[string, unknown]> => [path, await arm.read(path)]),
    ...Object.entries({ source, target }).map(async ([name, server]): Promise<[string, unknown]> => [name, await stateOf(server)]),
    (async (): Promise<[string, unknown]> => ['secrets', await arm.secretNames()])(),
  ]);
  return Object.fromEntries(parts.map(([name, part]) => [name, JSON.stringify(part)]));
}

async function stateOf(server: PostgresServer): Promise<string[]> {
  const rows = await server.run<{ name: string }>('postgres', ofServer, { as: 'superuser' });
  const isClosed = await server.run('postgres', 'SELECT 1').then(
    () => false,
    (error: Error) => /no pg_hba.conf entry/.test(error.message),
  );
  return [...rows.map(({ name }) => name), isClosed ? 'firewall closed' : 'firewall open'];
}

/** What is not as it was, once everything has settled. */
export async function changesSince(world: FaultWorld, before: Snapshot): Promise<string[]> {
  for (const giveUpOn = Date.now() + settlesWithinMs; ; await delay(pollMs)) {
    const now = await snapshot(world);
    const changed = Object.keys(before).filter((name) => before[name] !== now[name]);
    if (!changed.length || Date.now() > giveUpOn)
      return changed.map((name) => `${name} was ${difference(before[name] ?? '', now[name] ?? '')}`);
  }
}

const shownLength = 300;

/** From where they differ. */
function difference(before: string, after: string): string {
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  const from = Math.max(0, same - 60);
  return `...${before.slice(from, from + shownLength)}... and is ...${after.slice(from, from + shownLength)}...`;
}
