/** Lists the migrations of one target server, in pages. */
import { rowKeys } from '../domain/keys';
import type { DatabaseProgress, DatabaseRecord, MigrationRecord, TargetServerId } from '../domain/migration';
import { isTerminal } from '../domain/states';
import { type EndedMigration, type ListRow, readListPage } from '../state/list-rows';
import { openMigrations, partitionOf } from '../state/locate';
import { readRow } from '../state/tables';
import type { ListedMigration } from './types';

export interface Paging {
  top: number;
  /** Of the page before. */
  continuation?: string;
}

export interface MigrationPage {
  views: ListedMigration[];
  continuation?: string;
}

/** A whole list at once, for callers that know it to be short. */
const everything: Paging = { top: 1000 };

/** Newest first. `Active`: not yet ended (azure-apis.md 1.1). A page may hold fewer than `top`, even none, and still not be the last. */
export async function listMigrations(target: TargetServerId, filter: 'Active' | 'All', paging = everything): Promise<MigrationPage> {
  const partition = partitionOf(target);
  const { rows, continuation } = await (filter === 'Active' ? openPage(partition, paging) : allPage(partition, paging));
  const found = await Promise.all(rows.map((row) => (row.ended ? fromRow(row.ended) : read(partition, row.migrationId))));
  const views = found.filter((view) => view !== undefined).filter(({ record }) => filter === 'All' || !isTerminal(record.state));
  return { views, ...(continuation ? { continuation } : {}) };
}

interface Page {
  rows: ListRow[];
  continuation?: string;
}

const allPage = (partition: string, { top, continuation }: Paging): Promise<Page> => readListPage(partition, top, continuation);

/** What has not ended stands in the list of open migrations, which is short even where thousands have ended. */
async function openPage(partition: string, { top, continuation = '' }: Paging): Promise<Page> {
  const open = (await openMigrations())
    .filter((location) => location.partition === partition)
    .map(({ migrationId, announcedOn }) => ({ migrationId, key: rowKeys.list(new Date(announcedOn), migrationId) }))
    .filter(({ key }) => key > continuation)
    .sort((one, other) => (one.key < other.key ? -1 : 1));
  const rows = open.slice(0, top);
  return { rows, ...(open.length > top ? { continuation: rows.at(-1)?.key } : {}) };
}

const fromRow = ({ record, databases, progress }: EndedMigration): ListedMigration => ({
  record,
  databases,
  progress: progress.map((each) => each ?? undefined),
});

/** Reads by key only: how many databases there are stands in the record. Undefined: still being accepted, or deleted meanwhile. */
async function read(partition: string, migrationId: string): Promise<ListedMigration | undefined> {
  const get = async <T>(key: string) => (await readRow<T>('migrations', partition, key))?.value;
  const record = await get<MigrationRecord>(rowKeys.record(migrationId));
  if (record?.visibility !== 'Visible' || record.deletedOn) return undefined;
  const rows = await Promise.all(
    record.request.databases.map((_, number) =>
      Promise.all([
        get<DatabaseRecord>(rowKeys.database(migrationId, number)),
        get<DatabaseProgress>(rowKeys.progress(migrationId, number)),
      ]),
    ),
  );
  return {
    record,
    databases: rows.map(([database]) => database).filter((database) => database !== undefined),
    progress: rows.map(([, progress]) => progress),
  };
}
