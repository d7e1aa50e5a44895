/**
 * Row `i|<inverted time>|<id>`: a migration's place in the list of its server. Once the migration has ended the row also holds what a list
 * shows of it, so that a page of ended ones is one read, however many migrations and rows the server has.
 */
import { odata } from '@azure/data-tables';
import { rowKeys, rowPrefixes } from '../domain/keys';
import type { DatabaseProgress, DatabaseRecord, MigrationRecord } from '../domain/migration';
import { databasesIn } from './databases';
import { fromProperties } from './rows';
import { table } from './tables';
import type { Rows } from './transact';

export interface ListRow {
  migrationId: string;
  ended?: EndedMigration;
}

export interface EndedMigration {
  record: MigrationRecord;
  databases: DatabaseRecord[];
  /** By number of the database; null: it never began. */
  progress: (DatabaseProgress | null)[];
}

/** A page of these stays below the 4 MiB that one answer of the service may have; a migration with more findings is read row by row. */
const mostCharacters = 40_000;

/** Keeps what a list shows of an ended migration up to date, in the transaction that changes it. A deleted one has no row. */
export async function keepInList(rows: Rows, record: MigrationRecord): Promise<void> {
  const key = rowKeys.list(new Date(record.createdOn), record.id);
  const row = await rows.get<ListRow>(key);
  if (!row) return;
  const databases = await databasesIn(rows, record);
  const progress = await Promise.all(
    databases.map(async ({ number }) => withoutTables(await rows.get<DatabaseProgress>(rowKeys.progress(record.id, number)))),
  );
  const ended: EndedMigration = { record, databases, progress };
  const fits = JSON.stringify(ended).length <= mostCharacters;
  rows.put(key, { migrationId: record.id, ...(fits ? { ended } : {}) } satisfies ListRow);
}

/** A list shows none. */
function withoutTables(progress: DatabaseProgress | undefined): DatabaseProgress | null {
  return progress ? { ...progress, tables: undefined } : null;
}

export interface ListPage {
  rows: ListRow[];
  /** Row key to go on after; undefined: there are no more. */
  continuation?: string;
}

/** At most `top` rows of one server, newest first, behind the row key `from`. */
export async function readListPage(partition: string, top: number, from: string = rowPrefixes.list): Promise<ListPage> {
  const end = `${rowPrefixes.list.slice(0, -1)}}`; // the character after the '|'
  const filter = odata`RowKey gt ${from} and RowKey lt ${end} and PartitionKey eq ${partition}`;
  const found: { key: string; row: ListRow }[] = [];
  const pages = (await table('migrations')).listEntities({ queryOptions: { filter } }).byPage({ maxPageSize: top + 1 });
  // The service may answer with fewer rows than were asked for, or none, and still have more.
  for await (const page of pages) {
    for (const entity of page) found.push({ key: String(entity.rowKey), row: fromProperties<ListRow>(entity) });
    if (found.length > top) break;
  }
  const shown = found.slice(0, top);
  return { rows: shown.map(({ row }) => row), ...(found.length > top ? { continuation: shown.at(-1)?.key } : {}) };
}
