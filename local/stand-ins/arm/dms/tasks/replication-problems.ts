// What keeps a source from logical replication, which every PostgreSQL migration of the service works by.
import type { Client } from 'pg';
import type { ReportableException } from '../mover/failures';

interface ReplicationFacts {
  wal_level: string;
  slots: number;
  senders: number;
  slots_used: number;
  may_replicate: boolean;
}

const sql = `
  SELECT current_setting('wal_level') AS wal_level, current_setting('max_replication_slots')::int AS slots,
         current_setting('max_wal_senders')::int AS senders, (SELECT count(*)::int FROM pg_replication_slots) AS slots_used,
         (SELECT rolreplication OR rolsuper FROM pg_roles WHERE rolname = current_user) AS may_replicate`;

export async function replicationProblems(session: Client): Promise<ReportableException[]> {
  const { rows } = await session.query<ReplicationFacts>(sql);
  const [facts] = rows;
  if (!facts) return [];
  const { wal_level, slots, slots_used, senders, may_replicate } = facts;
  const problems: [boolean, string, string][] = [
    [
      wal_level !== 'logical',
      `Server parameter 'wal_level' is '${wal_level}'. It must be 'logical' for an online migration.`,
      "Set azure.replication_support to LOGICAL (or wal_level to 'logical' in postgresql.conf) and restart the source server.",
    ],
    [
      slots_used >= slots,
      `All ${slots} replication slots of the source server are in use.`,
      "Set 'max_replication_slots' to at least the number of databases to migrate, or drop slots that nobody uses.",
    ],
    [
      senders === 0,
      "Server parameter 'max_wal_senders' is 0.",
      "Set 'max_wal_senders' to the number of databases that are migrated at once.",
    ],
    [!may_replicate, 'The user does not have the REPLICATION role on the source server.', 'ALTER ROLE the user WITH REPLICATION.'],
  ];
  return problems.filter(([holds]) => holds).map(([, message, actionableMessage]) => ({ message, actionableMessage }));
}
