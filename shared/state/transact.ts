/** Optimistic transactions over one partition of the table `migrations`: read, decide, commit all or nothing, and decide again when another was faster. */
import { setTimeout as delay } from 'node:timers/promises';
import type { TransactionAction } from '@azure/data-tables';
import { type StoredRow, toProperties } from './rows';
import { isStatus, readRow, submit } from './tables';

/** The service's limit for one transaction. */
const maxOperations = 100;
const maxAttempts = 30;

export interface Rows {
  /** The row as it was first read in this attempt, or as it was put since. */
  get<T>(rowKey: string): Promise<T | undefined>;
  /** The version of the row; whatever is committed then applies only if it still is that one. */
  etag(rowKey: string): Promise<string | undefined>;
  /** Applies only if the row is still what `get` saw: absent, or the same version. Never read: written whatever is there. */
  put(rowKey: string, value: unknown): void;
  /** Removes a row that `get` saw. The service cannot tie this to a version: a row that decides the race must be put in the same transaction. */
  remove(rowKey: string): void;
}

interface Touched {
  read?: { etag: string | undefined };
  value: unknown;
  change?: 'put' | 'remove';
  /** The transaction rests on its version. */
  isCondition?: boolean;
}

/**
 * Runs the body and commits what it put and removed as one table transaction. A body may run several times, so it must not act on anything
 * but the rows. Nothing put or removed: nothing is committed. Throws after 30 lost races.
 */
export async function transact<T>(partition: string, body: (rows: Rows) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const touched = new Map<string, Touched>();
    const decided = await settled(body(rowsOf(partition, touched)));
    if ('error' in decided) {
      // Rows are read one after the other: a refusal counts only if no other transaction came in between.
      if (attempt < maxAttempts && (await isOutdated(partition, touched))) continue;
      throw decided.error;
    }
    const { result } = decided;
    if (![...touched.values()].some(({ change }) => change)) return result;
    const actions = [...touched].flatMap(([rowKey, row]) => actionOf(partition, rowKey, row));
    if (!actions.length) return result;
    if (actions.length > maxOperations)
      throw new Error(`A transaction of ${actions.length} operations exceeds the limit of ${maxOperations}.`);
    try {
      await submit('migrations', actions);
      return result;
    } catch (error) {
      // 409: inserted meanwhile, 412: replaced meanwhile, 404: removed meanwhile. A lost answer ends here too and is found done by the next attempt.
      if (!isStatus(error, 404, 409, 412) || attempt >= maxAttempts) throw error;
      await delay(Math.random() * Math.min(10 * attempt, 200));
    }
  }
}

async function settled<T>(body: Promise<T>): Promise<{ result: T } | { error: unknown }> {
  try {
    return { result: await body };
  } catch (error) {
    return { error };
  }
}

/** Whether a row is no longer what was read. */
async function isOutdated(partition: string, touched: Map<string, Touched>): Promise<boolean> {
  for (const [rowKey, { read }] of touched) {
    if (read && (await readRow('migrations', partition, rowKey))?.etag !== read.etag) return true;
  }
  return false;
}

function rowsOf(partition: string, touched: Map<string, Touched>): Rows {
  const read = async (rowKey: string): Promise<Touched> => {
    const known = touched.get(rowKey);
    if (known) return known;
    const row: StoredRow<unknown> | undefined = await readRow('migrations', partition, rowKey);
    const seen = { read: { etag: row?.etag }, value: row?.value };
    touched.set(rowKey, seen);
    return seen;
  };
  return {
    get: async <T>(rowKey: string) => structuredClone((await read(rowKey)).value) as T | undefined,
    async etag(rowKey) {
      const row = await read(rowKey);
      touched.set(rowKey, { ...row, isCondition: true });
      return row.read?.etag;
    },
    put(rowKey, value) {
      touched.set(rowKey, { ...touched.get(rowKey), value, change: 'put' });
    },
    remove(rowKey) {
      touched.set(rowKey, { ...touched.get(rowKey), value: undefined, change: 'remove' });
    },
  };
}

function actionOf(partition: string, rowKey: string, row: Touched): TransactionAction[] {
  const keys = { partitionKey: partition, rowKey };
  const etag = row.read?.etag;
  if (row.change === 'remove') return etag ? [['delete', keys]] : [];
  if (row.change !== 'put' && !(row.isCondition && etag)) return [];
  const entity = { ...keys, ...toProperties(row.value) };
  if (!row.read) return [['upsert', entity, 'Replace']];
  return etag ? [['update', entity, 'Replace', { etag }]] : [['create', entity]];
}
