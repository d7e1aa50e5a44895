/** The row of those who want to be called back: each change replaces it by its ETag, so that one caller at a time has the right to call. */
import { randomUUID } from 'node:crypto';
import { type CallbackRow, type CallbackState, type CallbackSubscription, isEnded } from '../domain/callbacks';
import { rowKeys } from '../domain/keys';
import { acceptingTimeoutMs, longestCallbackPauseMs, maxApprovalSubscriptions, maxCallbackAttempts } from '../domain/limits';
import { Rejection } from '../domain/rejections';
import { controlIn } from './control-row';
import { partitionOfMigration } from './locate';
import { readRow } from './tables';
import { type Rows, transact } from './transact';

/** Longer than one call with its time-out and the reading of its secret. */
const leaseMs = 30_000;
const firstPauseMs = 2_000;

async function change<T>(migrationId: string, body: (subscriptions: CallbackSubscription[], rows: Rows) => Promise<T> | T): Promise<T> {
  return transact(await partitionOfMigration(migrationId), async (rows) => {
    const key = rowKeys.callbacks(migrationId);
    const { subscriptions } = (await rows.get<CallbackRow>(key)) ?? { subscriptions: [] };
    const before = JSON.stringify(subscriptions);
    const result = await body(subscriptions, rows);
    if (JSON.stringify(subscriptions) !== before) rows.put(key, { subscriptions } satisfies CallbackRow);
    return result;
  });
}

export async function readCallbacks(migrationId: string): Promise<CallbackSubscription[]> {
  const row = await readRow<CallbackRow>('migrations', await partitionOfMigration(migrationId), rowKeys.callbacks(migrationId));
  return row?.value.subscriptions ?? [];
}

/**
 * Notes that somebody wants to be called, before anything is created for it. The same one again is the same subscription. Throws a Rejection once
 * nobody may decide any more: from `seal` on there is nothing that the control row has not settled.
 */
export async function addCallback(
  migrationId: string,
  { id, host, by }: Pick<CallbackSubscription, 'id' | 'host' | 'by'>,
): Promise<CallbackSubscription> {
  return change(migrationId, async (subscriptions, rows) => {
    const known = subscriptions.find((each) => each.id === id);
    if (known) return known;
    const control = await controlIn(rows, migrationId);
    if (control.sealed) throw new Rejection('OperationNotAllowed', 'The migration is at its end: it asks for no approval any more.');
    if (subscriptions.filter((each) => !isEnded(each)).length >= maxApprovalSubscriptions) {
      throw new Rejection(
        'OperationNotAllowed',
        `The migration has ${maxApprovalSubscriptions} approval subscriptions, as many as it may have.`,
      );
    }
    const added: CallbackSubscription = {
      id,
      host,
      by,
      createdOn: new Date().toISOString(),
      state: 'storing',
      hasSecret: true,
      attempts: 0,
    };
    subscriptions.push(added);
    rows.put(rowKeys.control(migrationId), control); // sealing meanwhile makes this transaction look again
    return added;
  });
}

/** What is true of one subscription from now on. Undefined: it was taken back meanwhile, or is not in the state that this rests on. */
export async function noteCallback(
  migrationId: string,
  id: string,
  from: readonly CallbackState[],
  next: Partial<CallbackSubscription>,
): Promise<CallbackSubscription | undefined> {
  return change(migrationId, (subscriptions) => {
    const index = subscriptions.findIndex((each) => each.id === id);
    const known = subscriptions[index];
    if (!known || !from.includes(known.state)) return undefined;
    subscriptions[index] = { ...known, ...next };
    return subscriptions[index];
  });
}

/** Forgets a subscription; its secret must be gone. */
export const forgetCallback = (migrationId: string, id: string): Promise<void> =>
  change(migrationId, (subscriptions) => {
    const index = subscriptions.findIndex((each) => each.id === id);
    if (index >= 0) subscriptions.splice(index, 1);
  });

/** Takes the right to call those who wait for news and are not called by anybody else now. */
export async function leaseCallbacks(migrationId: string): Promise<CallbackSubscription[]> {
  const now = Date.now();
  const lease = { holder: randomUUID(), until: new Date(now + leaseMs).toISOString() };
  return change(migrationId, (subscriptions) =>
    subscriptions.flatMap((each, index) => {
      if (!isCallable(each, now)) return [];
      const leased = { ...each, lease };
      subscriptions[index] = leased;
      return [leased];
    }),
  );
}

const isPast = (time: string | undefined, now: number) => time === undefined || new Date(time).getTime() <= now;
const isCallable = ({ state, nextAttemptOn, lease }: CallbackSubscription, now: number) =>
  state === 'open' && isPast(nextAttemptOn, now) && isPast(lease?.until, now);

/** Has ended, or was never finished by whoever subscribed: what stands in Key Vault for it has to go. */
export const isToTidy = (each: CallbackSubscription): boolean =>
  each.hasSecret && (isEnded(each) || (each.state === 'storing' && Date.now() - new Date(each.createdOn).getTime() > acceptingTimeoutMs));

/** After an attempt that failed: when the next one may come, or the end. */
export function afterFailure({ attempts }: CallbackSubscription, problem: string, isFinal: boolean): Partial<CallbackSubscription> {
  const made = attempts + 1;
  const now = Date.now();
  const told = { attempts: made, problem, lease: undefined };
  if (isFinal || made >= maxCallbackAttempts) return { ...told, state: 'failed', endedOn: new Date(now).toISOString() };
  const pauseMs = Math.min(firstPauseMs * 2 ** Math.min(attempts, 20), longestCallbackPauseMs);
  return { ...told, nextAttemptOn: new Date(now + pauseMs).toISOString() };
}
