/**
 * The outbox: which events of a migration were sent to a sink, and who may send them now. The events themselves are the rows `e|id|seq`; each sink
 * has a row of its own, so that one that cannot be reached holds up nothing but itself.
 */
import { randomUUID } from 'node:crypto';
import { config } from '../config';
import type { CloudEventJson } from '../domain/events';
import { type EventSink, rowKeys, rowPrefixes } from '../domain/keys';
import type { MigrationRecord } from '../domain/migration';
import { partitionOfMigration } from './locate';
import { readRow, readRows } from './tables';
import { transact } from './transact';

interface OutboxRow {
  sentSequence: number;
  lease?: { holder: string; until: string };
  /** Somebody wanted to flush while another held the lease: the holder looks again before it lets go. */
  wanted?: boolean;
}

/** Longer than one sending attempt with its time-out; a dead holder delays events by no more than this. */
const leaseMs = 20_000;

export interface OutboxLease {
  sink: EventSink;
  holder: string;
  sentSequence: number;
}

/** The sinks that are configured. */
export const eventSinks = (): EventSink[] => (config().eventGrid ? ['serviceBus', 'eventGrid'] : ['serviceBus']);

/** Takes the right to send, or leaves word for the present holder. */
export async function leaseOutbox(migrationId: string, sink: EventSink): Promise<OutboxLease | undefined> {
  const holder = randomUUID();
  return transact(await partitionOfMigration(migrationId), async (rows) => {
    const key = rowKeys.outbox(migrationId, sink);
    const row = (await rows.get<OutboxRow>(key)) ?? { sentSequence: 0 };
    const now = Date.now();
    if (row.lease && new Date(row.lease.until).getTime() > now) {
      if (!row.wanted) rows.put(key, { ...row, wanted: true });
      return undefined;
    }
    rows.put(key, { sentSequence: row.sentSequence, lease: { holder, until: new Date(now + leaseMs).toISOString() } });
    return { sink, holder, sentSequence: row.sentSequence };
  });
}

/** `held`: go on sending. `released`: the right to send has ended. `lost`: it ran out and another took over, nothing of ours counts any more. */
export type LeaseState = 'held' | 'released' | 'lost';

/** Notes what was sent. With `release` the right to send ends, unless somebody left word: then it is still held, and there is more to send. */
export async function noteSent(
  migrationId: string,
  { sink, holder }: Pick<OutboxLease, 'sink' | 'holder'>,
  sentSequence: number,
  release: boolean,
): Promise<LeaseState> {
  return transact(await partitionOfMigration(migrationId), async (rows): Promise<LeaseState> => {
    const key = rowKeys.outbox(migrationId, sink);
    const row = await rows.get<OutboxRow>(key);
    if (row?.lease?.holder !== holder) return 'lost';
    const state = release && !row.wanted ? 'released' : 'held';
    const lease = state === 'held' ? { holder, until: new Date(Date.now() + leaseMs).toISOString() } : undefined;
    rows.put(key, { sentSequence: Math.max(sentSequence, row.sentSequence), lease, wanted: release ? undefined : row.wanted });
    return state;
  });
}

/** Events after a sequence, in order. */
export async function* eventsAfter(migrationId: string, sequence: number): AsyncGenerator<CloudEventJson> {
  const from = rowKeys.event(migrationId, sequence);
  for await (const row of readRows<CloudEventJson>(
    'migrations',
    await partitionOfMigration(migrationId),
    rowPrefixes.events(migrationId),
    from,
  )) {
    yield row.value;
  }
}

/** True when every event of the migration was sent to every sink. */
export async function isOutboxEmpty(migrationId: string): Promise<boolean> {
  const partition = await partitionOfMigration(migrationId);
  const cursors = await Promise.all(
    eventSinks().map((sink) => readRow<OutboxRow>('migrations', partition, rowKeys.outbox(migrationId, sink))),
  );
  const record = await readRow<MigrationRecord>('migrations', partition, rowKeys.record(migrationId));
  return cursors.every((outbox) => (outbox?.value.sentSequence ?? 0) >= (record?.value.lastSequence ?? 0));
}
