/** The state of the bus and the one way to change it. */
import type { JournalRecord } from '../journal/records';
import type { Entities } from './entities';
import type { Queue } from './queue';

export interface Broker {
  readonly entities: Entities;
  /** Journals and applies one transaction, then delivers what became available. Throws, and changes nothing, if the journal can't take it. */
  commit(records: readonly JournalRecord[]): void;
  /** Finds a queue or subscription; an unknown subscription of a known topic is created, without sessions. */
  openQueue(path: string): Queue | undefined;
  /** Hands out what is available to the receivers that have asked. */
  deliver(queue: Queue): void;
  close(): void;
}
