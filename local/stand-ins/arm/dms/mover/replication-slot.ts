// The logical replication slot that DMS holds on the source for each database. The real service reads it all the time, which shows as `active`;
// this one looks into it once a second.
import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';
import type { UserTable } from './user-tables';

export interface ReplicationSlot {
  name: string;
  /** Of the moment from which the slot sees changes; valid until the walsender's next command. */
  snapshot: string;
}

const plugin = 'test_decoding'; // every PostgreSQL has it, and its text can be counted

/**
 * Waits for write transactions that are open on the source, as every logical slot does. The name is the service's own affair (random, the
 * database's oid in the middle, 62 characters): whoever cleans up has to find it.
 */
export async function createReplicationSlot(walsender: Client, databaseOid: number): Promise<ReplicationSlot> {
  const oid = databaseOid.toString(16).padStart(8, '0');
  const name = `${randomBytes(8).toString('hex')}_${oid}_${randomUUID().replaceAll('-', '_')}`;
  const { rows } = await walsender.query<{ snapshot_name: string }>(`CREATE_REPLICATION_SLOT "${name}" LOGICAL ${plugin}`);
  const snapshot = rows[0]?.snapshot_name;
  if (!snapshot) throw new Error(`The source made replication slot '${name}' without a snapshot.`);
  return { name, snapshot };
}

/** Changes of these tables that were committed since the slot was made, up to about the limit. They stay in the slot. */
export async function incomingChanges(session: Client, slot: ReplicationSlot, tables: UserTable[]): Promise<number> {
  const sql = await readFile(join(__dirname, 'incoming-changes.sql'), 'utf8');
  const { rows } = await session.query<{ changes: number }>(sql, [slot.name, changesLimit, tables.map(({ name }) => name)]);
  return rows[0]?.changes ?? 0;
}

const changesLimit = 10_000; // enough to say that the source is written to

export async function dropReplicationSlot(session: Client, { name }: ReplicationSlot): Promise<void> {
  await session.query('SELECT pg_drop_replication_slot($1)', [name]);
}
