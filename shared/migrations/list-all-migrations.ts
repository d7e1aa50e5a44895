/** Lists the migrations of all servers. */
import { migrationsByTime } from '../state/locate';
import { readView } from './find-migration';
import type { MigrationFilter, MigrationView } from './types';

/** Views read at once. */
const readAtOnce = 16;

/** Newest first; deleted ones are left out. `continuation` goes on behind the last migration that was looked at. */
export async function listAllMigrations(filter: MigrationFilter): Promise<{ value: MigrationView[]; continuation?: string }> {
  const value: MigrationView[] = [];
  for await (const batch of batches(migrationsByTime(filter.continuation))) {
    const views = await Promise.all(batch.map(({ partition, migrationId }) => readView(partition, migrationId)));
    for (const [index, view] of views.entries()) {
      if (!view || view.record.deletedOn || !matches(view, filter)) continue;
      value.push(view);
      if (value.length >= filter.top) return { value, continuation: batch[index]?.key };
    }
  }
  return { value };
}

async function* batches<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < readAtOnce) continue;
    yield batch;
    batch = [];
  }
  if (batch.length) yield batch;
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
