/** Lists migrations: of one target server, or of all. */
import { rowPrefixes } from '../domain/keys';
import type { TargetServerId } from '../domain/migration';
import { isTerminal } from '../domain/states';
import { migrationsByTime, partitionOf } from '../state/locate';
import { readRows } from '../state/tables';
import { readView } from './find-migration';
import type { MigrationView } from './types';

/** Views read at once: each costs five requests to the store. */
const readAtOnce = 16;

/** Newest first. `Active`: not yet Canceled, Failed or Succeeded (azure-apis.md 1.1). */
export async function listMigrations(target: TargetServerId, filter: 'Active' | 'All'): Promise<MigrationView[]> {
  const partition = partitionOf(target);
  const ids: string[] = [];
  for await (const row of readRows<{ migrationId: string }>('migrations', partition, rowPrefixes.list)) ids.push(row.value.migrationId);
  const views: MigrationView[] = [];
  for (let start = 0; start < ids.length; start += readAtOnce) {
    const read = await Promise.all(ids.slice(start, start + readAtOnce).map((id) => readView(partition, id)));
    views.push(...read.filter((view) => view !== undefined));
  }
  return filter === 'All' ? views : views.filter(({ record }) => !isTerminal(record.state));
}

export interface MigrationFilter {
  state?: string;
  name?: string;
  /** Part of the source's id or address. */
  source?: string;
  /** Part of the target server's name. */
  target?: string;
  from?: Date;
  to?: Date;
  top: number;
  continuation?: string;
}

/** Newest first, over all servers; deleted ones are left out. `continuation` goes on behind the last migration that was looked at. */
export async function listAllMigrations(filter: MigrationFilter): Promise<{ value: MigrationView[]; continuation?: string }> {
  const value: MigrationView[] = [];
  for await (const { migrationId, partition, key } of migrationsByTime(filter.continuation)) {
    const view = await readView(partition, migrationId);
    if (!view || view.record.deletedOn || !matches(view, filter)) continue;
    value.push(view);
    if (value.length >= filter.top) return { value, continuation: key };
  }
  return { value };
}

function matches({ record }: MigrationView, { state, name, source, target, from, to }: MigrationFilter): boolean {
  const holds = (text: string, part: string | undefined) => part === undefined || text.toLowerCase().includes(part.toLowerCase());
  return (
    (state === undefined || record.state.toLowerCase() === state.toLowerCase()) &&
    holds(record.name, name) &&
    holds(record.request.sourceDbServerResourceId, source) &&
    holds(record.target.server, target) &&
    (!from || new Date(record.createdOn) >= from) &&
    (!to || new Date(record.createdOn) <= to)
  );
}
