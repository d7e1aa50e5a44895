/**
 * Sends the unsent events of a migration to every sink, to each in order, stopping there at the first failure. Never fails its caller: the
 * reconciler's timer comes again.
 */
import type { CloudEventJson } from '../domain/events';
import type { EventSink } from '../domain/keys';
import { eventSinks, eventsAfter, leaseOutbox, noteSent } from '../state/outbox';
import { sendToEventGrid } from './event-grid';
import { sendToServiceBus } from './service-bus';

const senders: Record<EventSink, (event: CloudEventJson) => Promise<void>> = { serviceBus: sendToServiceBus, eventGrid: sendToEventGrid };

/** After a failure a sink is left alone for a moment, so that an outage does not slow down every step of every migration. */
const pauseAfterFailureMs = 3_000;
const pausedUntil: Record<EventSink, number> = { serviceBus: 0, eventGrid: 0 };

/** `failed` names the sinks; the others may have got everything. */
export type FlushAnswer = { kind: 'sent' } | { kind: 'busy' } | { kind: 'failed'; reason: string };

export async function flushOutbox(migrationId: string): Promise<FlushAnswer> {
  const answers = await Promise.all(eventSinks().map((sink) => flushTo(sink, migrationId)));
  const reasons = answers.flatMap((answer) => (answer.kind === 'failed' ? [answer.reason] : []));
  if (reasons.length > 0) return { kind: 'failed', reason: reasons.join(' ') };
  return answers.find(({ kind }) => kind === 'busy') ?? { kind: 'sent' };
}

async function flushTo(sink: EventSink, migrationId: string): Promise<FlushAnswer> {
  if (Date.now() < pausedUntil[sink]) return { kind: 'failed', reason: `${sink}: paused after a failure.` };
  try {
    return await sendUnsent(sink, migrationId);
  } catch (error) {
    pausedUntil[sink] = Date.now() + pauseAfterFailureMs;
    return { kind: 'failed', reason: `${sink}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function sendUnsent(sink: EventSink, migrationId: string): Promise<FlushAnswer> {
  const lease = await leaseOutbox(migrationId, sink);
  if (!lease) return { kind: 'busy' };
  let sent = lease.sentSequence;
  try {
    do {
      for await (const event of eventsAfter(migrationId, sent)) {
        await senders[sink](event);
        sent = Number(event.sequence);
        if ((await noteSent(migrationId, lease, sent, false)) === 'lost') return { kind: 'busy' };
      }
    } while ((await noteSent(migrationId, lease, sent, true)) === 'held');
    return { kind: 'sent' };
  } catch (error) {
    await noteSent(migrationId, lease, sent, true); // the next one need not wait for the lease to run out
    throw error;
  }
}
