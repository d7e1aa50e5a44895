/** Sends the unsent events of a migration, in order, stopping at the first failure. Never fails its caller: the reconciler's timer comes again. */
import { eventsAfter, leaseOutbox, noteSent } from '../state/outbox';
import { sendToServiceBus } from './service-bus';

/** After a failure the bus is left alone for a moment, so that an outage does not slow down every step of every migration. */
const pauseAfterFailureMs = 3_000;
let pausedUntil = 0;

export type FlushAnswer = { kind: 'sent' } | { kind: 'busy' } | { kind: 'failed'; reason: string };

export async function flushOutbox(migrationId: string): Promise<FlushAnswer> {
  if (Date.now() < pausedUntil) return { kind: 'failed', reason: 'paused after a failure' };
  try {
    return await sendUnsent(migrationId);
  } catch (error) {
    pausedUntil = Date.now() + pauseAfterFailureMs;
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

async function sendUnsent(migrationId: string): Promise<FlushAnswer> {
  const lease = await leaseOutbox(migrationId);
  if (!lease) return { kind: 'busy' };
  let sent = lease.sentSequence;
  try {
    do {
      for await (const event of eventsAfter(migrationId, sent)) {
        await sendToServiceBus(event);
        sent = Number(event.sequence);
        if ((await noteSent(migrationId, lease.holder, sent, false)) === 'lost') return { kind: 'busy' };
      }
    } while ((await noteSent(migrationId, lease.holder, sent, true)) === 'held');
    return { kind: 'sent' };
  } catch (error) {
    await noteSent(migrationId, lease.holder, sent, true); // the next one need not wait for the lease to run out
    throw error;
  }
}
