/** All rows of one target server's partition, by migration: what the checks look at. */
import { odata } from '@azure/data-tables';
import type { CloudEventJson } from '../../../shared/domain/events';
import { rowKeys, rowPrefixes } from '../../../shared/domain/keys';
import type { CleanUpItem, ControlRow, DatabaseRecord, MigrationRecord } from '../../../shared/domain/migration';
import type { WaitRow } from '../../../shared/domain/waits';
import type { Claim } from '../../../shared/state/clean-up-ledger';
import { fromProperties } from '../../../shared/state/rows';
import { table } from '../../../shared/state/tables';

export interface MigrationRows {
  record: MigrationRecord;
  control?: ControlRow;
  databases: DatabaseRecord[];
  waits: WaitRow[];
  events: CloudEventJson[];
  cleanUp: CleanUpItem[];
}

export interface Snapshot {
  /** Oldest first. */
  migrations: MigrationRows[];
  /** Name lock to migration id. */
  names: Map<string, string>;
  /** Row key of a claim to migration id. */
  claims: Map<string, string>;
  /** Ids in the server's list. */
  listed: Set<string>;
}

export async function readSnapshot(partition: string): Promise<Snapshot> {
  const rows: { key: string; value: unknown }[] = [];
  const filter = odata`PartitionKey eq ${partition}`;
  for await (const entity of (await table('migrations')).listEntities({ queryOptions: { filter } })) {
    rows.push({ key: String(entity.rowKey), value: fromProperties(entity) });
  }
  const of = <T>(prefix: string): T[] => rows.filter(({ key }) => key.startsWith(prefix)).map(({ value }) => value as T);
  const pairs = (prefix: string) =>
    rows.filter(({ key }) => key.startsWith(prefix)).map(({ key, value }) => [key, (value as Claim).migrationId] as const);
  const records = rows
    .map(({ value }) => value as MigrationRecord)
    .filter((record, index) => rows[index]?.key === rowKeys.record(record.id));
  const migrations = records.map((record) => ({
    record,
    control: of<ControlRow>(rowKeys.control(record.id))[0],
    databases: of<DatabaseRecord>(rowPrefixes.databases(record.id)),
    waits: of<WaitRow>(rowPrefixes.waits(record.id)),
    events: of<CloudEventJson>(rowPrefixes.events(record.id)),
    cleanUp: of<CleanUpItem>(rowPrefixes.cleanUp(record.id)),
  }));
  return {
    migrations: migrations.sort((a, b) => (a.record.createdOn < b.record.createdOn ? -1 : 1)),
    names: new Map(pairs('m|')),
    claims: new Map(pairs('k|')),
    listed: new Set(pairs('i|').map(([, id]) => id)),
  };
}
