/** Lists the migrations of one target server, in pages. */
import { rowKeys } from '../domain/keys';
import type { TargetServerId } from '../domain/migration';
import { isTerminal } from '../domain/states';
import { type EndedMigration, type ListRow, readListPage } from '../state/list-rows';
import { openMigrations, partitionOf } from '../state/locate';
import { readView } from './find-migration';
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

/** Undefined: still being accepted, or deleted meanwhile. */
async function read(partition: string, migrationId: string): Promise<ListedMigration | undefined> {
  const view = await readView(partition, migrationId);
  return view?.record.deletedOn ? undefined : view;
}
