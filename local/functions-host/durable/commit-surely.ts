/**
 * Commits a turn however long the store is away. When the answer to a commit was lost, the stored revision tells whether it took place, so
 * that a turn is never committed twice; memory changes only after this returns.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { errorText, type HostLog } from '../log';
import type { Commit, TableStore } from './table-store';

const firstDelayMs = 50;
const maxDelayMs = 5_000;

/** Somebody else has written to the instance: memory is worth nothing any more. */
export class StoreDiverged extends Error {}

/** Rejects with the signal's reason when the host stops, and with StoreDiverged. */
export async function commitSurely(store: TableStore, commit: Commit, log: HostLog, signal: AbortSignal): Promise<void> {
  const { instanceId, executionId, revision } = commit.record;
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, maxDelayMs)) {
    signal.throwIfAborted();
    try {
      return await store.commit(commit);
    } catch (error) {
      log.error('Durable', `The state of instance '${instanceId}' could not be stored, and will be tried again: ${errorText(error)}`);
    }
    const storedRevision = await readRevision(store, commit, log, signal, delayMs);
    if (storedRevision === `${executionId}/${revision}`) return;
    const [, stored = '0'] = storedRevision.split('/');
    if (Number(stored) !== revision - 1) {
      throw new StoreDiverged(
        `Instance '${instanceId}' is at revision ${stored} in the store, but this host made revision ${revision - 1}.`,
      );
    }
  }
}

async function readRevision(store: TableStore, { record }: Commit, log: HostLog, signal: AbortSignal, delayMs: number): Promise<string> {
  for (let waitMs = delayMs; ; waitMs = Math.min(waitMs * 2, maxDelayMs)) {
    await delay(waitMs, undefined, { signal });
    try {
      const stored = await store.readRecord(record.instanceId);
      return stored ? `${stored.executionId}/${stored.revision}` : '/0';
    } catch (error) {
      log.error('Durable', `The store does not answer: ${errorText(error)}`);
    }
  }
}
