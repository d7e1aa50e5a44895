/**
 * Sends the unsent events of a migration to every sink, to each in order, stopping there at the first failure, and calls back who subscribed to
 * its approvals. Never fails its caller: the reconciler's timer comes again.
 */
import type { CloudEventJson } from '../domain/events';
import type { EventSink } from '../domain/keys';
import { eventSinks, eventsAfter, isOutboxEmpty, leaseOutbox, noteSent } from '../state/outbox';
import { callBack } from './call-back';
import { sendToEventGrid } from './event-grid';
import { sendToServiceBus } from './service-bus';

interface Sender {
  /** Events that go out together: one where order is promised, so that a failure in the middle is a failure at a known place. */
  batchSize: number;
  send(events: CloudEventJson[]): Promise<void>;
}

const senders: Record<EventSink, Sender> = {
  serviceBus: { batchSize: 1, send: sendToServiceBus },
  eventGrid: { batchSize: 10, send: sendToEventGrid }, // at most 64 KB each (events.md 6.2), and 1 MB is the limit of a request
};

/** After a failure a sink is left alone for a moment, so that an outage does not slow down every step of every migration. */
const pauseAfterFailureMs = 3_000;
const pausedUntil: Record<EventSink, number> = { serviceBus: 0, eventGrid: 0 };

/** `failed` names the sinks; the others may have got everything. */
export type FlushAnswer = { kind: 'sent' } | { kind: 'busy' } | { kind: 'failed'; reason: string };

/** Told of each event that was sent by this call, once, whatever the number of sinks. */
export type OnSent = (event: CloudEventJson) => void;

export async function flushOutbox(migrationId: string, onSent: OnSent = () => undefined): Promise<FlushAnswer> {
  const [events, callbacks] = await Promise.all([flushEvents(migrationId, onSent), flushCallbacks(migrationId)]);
  if (callbacks.length === 0) return events;
  return { kind: 'failed', reason: [...(events.kind === 'failed' ? [events.reason] : []), ...callbacks].join(' ') };
}

async function flushCallbacks(migrationId: string): Promise<string[]> {
  try {
    return await callBack(migrationId);
  } catch (error) {
    return [`callbacks: ${messageOf(error)}`];
  }
}

async function flushEvents(migrationId: string, onSent: OnSent): Promise<FlushAnswer> {
  try {
    if (await isOutboxEmpty(migrationId)) return { kind: 'sent' }; // most calls: whoever stores an event later flushes after it
  } catch (error) {
    return { kind: 'failed', reason: `The outbox cannot be read: ${messageOf(error)}` };
  }
  const answers = await Promise.all(
    eventSinks().map((sink) => flushTo(sink, migrationId, sink === 'serviceBus' ? onSent : () => undefined)),
  );
  const reasons = answers.flatMap((answer) => (answer.kind === 'failed' ? [answer.reason] : []));
  if (reasons.length > 0) return { kind: 'failed', reason: reasons.join(' ') };
  return answers.find(({ kind }) => kind === 'busy') ?? { kind: 'sent' };
}

async function flushTo(sink: EventSink, migrationId: string, onSent: OnSent): Promise<FlushAnswer> {
  if (Date.now() < pausedUntil[sink]) return { kind: 'failed', reason: `${sink}: paused after a failure.` };
  try {
    return await sendUnsent(sink, migrationId, onSent);
  } catch (error) {
    pausedUntil[sink] = Date.now() + pauseAfterFailureMs;
    return { kind: 'failed', reason: `${sink}: ${messageOf(error)}` };
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function sendUnsent(sink: EventSink, migrationId: string, onSent: OnSent): Promise<FlushAnswer> {
  const lease = await leaseOutbox(migrationId, sink);
  if (!lease) return { kind: 'busy' };
  const { batchSize, send } = senders[sink];
  let noted = lease.sentSequence;
  let sent = noted;
  try {
    do {
      for await (const batch of inBatches(eventsAfter(migrationId, sent), batchSize)) {
        if (sent > noted && (await noteSent(migrationId, lease, sent, false)) === 'lost') return { kind: 'busy' };
        noted = sent;
        await send(batch);
        sent = Number(batch.at(-1)?.sequence);
        batch.forEach(onSent);
      }
    } while ((await noteSent(migrationId, lease, sent, true)) === 'held');
    return { kind: 'sent' };
  } catch (error) {
    await noteSent(migrationId, lease, sent, true); // the next one need not wait for the lease to run out
    throw error;
  }
}

async function* inBatches<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
