/**
 * Calls back whoever subscribed to the approvals of a migration: once, with the event that asks for the approval, or with the event of its end when
 * it came to no (further) question. A crash between call and note calls twice with the same event id.
 */
import { getSecret, removeSecret } from '../azure/key-vault';
import type { CallbackSubscription } from '../domain/callbacks';
import { type CloudEventJson, eventTypes } from '../domain/events';
import { callbackSecretName } from '../domain/names';
import { isTerminal } from '../domain/states';
import { afterFailure, isToTidy, leaseCallbacks, noteCallback, readCallbacks } from '../state/callbacks';
import { readControl } from '../state/control-row';
import { eventsAfter } from '../state/outbox';
import { readRecord } from '../state/records';
import { readWaits } from '../state/waits';
import { postCallback } from './post-callback';

/** Why those who could not be called were not; empty: nothing is left to do now. */
export async function callBack(migrationId: string): Promise<string[]> {
  const subscriptions = await readCallbacks(migrationId);
  const reasons: string[] = [];
  if (subscriptions.some(({ state }) => state === 'open')) {
    const news = await newsOf(migrationId);
    const leased = news ? await leaseCallbacks(migrationId) : [];
    const told = await Promise.all(leased.map((each) => tell(migrationId, each, news as CloudEventJson)));
    reasons.push(...told.flatMap((reason) => reason ?? []));
  }
  if (subscriptions.length) for (const each of (await readCallbacks(migrationId)).filter(isToTidy)) await removeAddress(migrationId, each);
  return reasons;
}

/** True when nobody is left to be called or tidied up after: the migration may be closed. */
export const isEverybodyCalled = async (migrationId: string): Promise<boolean> =>
  (await readCallbacks(migrationId)).every(({ hasSecret }) => !hasSecret);

/** What a subscriber has to be told now; undefined: nothing yet. */
async function newsOf(migrationId: string): Promise<CloudEventJson | undefined> {
  const [control, record] = await Promise.all([readControl(migrationId), readRecord(migrationId)]);
  const isEnd = isTerminal(record.state);
  const wait = (await readWaits(migrationId)).find(
    ({ waitId, kind, outcome }) => waitId === control.openWait && kind === 'overwrite' && !outcome,
  );
  if (!isEnd && !wait) return undefined;
  let news: CloudEventJson | undefined;
  for await (const event of eventsAfter(migrationId, 0)) {
    const { approvalId, isTerminal: ends } = event.data as { approvalId?: string; isTerminal?: boolean };
    const asks = event.type === eventTypes.overwriteApprovalRequested && approvalId === wait?.waitId;
    if (isEnd ? event.type === eventTypes.migrationStatusChanged && ends : asks) news = event;
  }
  return news;
}

/** Gives the reason when it could not be told. */
async function tell(migrationId: string, subscription: CallbackSubscription, event: CloudEventJson): Promise<string | undefined> {
  const { id, host } = subscription;
  const address = await getSecret(callbackSecretName(migrationId, id));
  const answer = await postCallback(address, JSON.stringify(event));
  if (answer.kind === 'told') {
    const now = new Date().toISOString();
    await noteCallback(migrationId, id, ['open'], {
      state: 'called',
      eventId: event.id,
      endedOn: now,
      lease: undefined,
      problem: undefined,
    });
    return undefined;
  }
  await noteCallback(migrationId, id, ['open'], afterFailure(subscription, answer.reason, answer.kind !== 'failed'));
  return `callback to ${host}: ${answer.reason}.`;
}

async function removeAddress(migrationId: string, { id, state }: CallbackSubscription): Promise<void> {
  const given =
    state === 'storing' ? await noteCallback(migrationId, id, [state], { state: 'failed', problem: 'its address was not stored' }) : true;
  if (!given) return; // whoever subscribed went on just now
  await removeSecret(callbackSecretName(migrationId, id));
  await noteCallback(migrationId, id, ['called', 'failed'], { hasSecret: false });
}
