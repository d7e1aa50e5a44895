/** Subscriptions to the approvals of a migration: who wants to be called back, and takes that back. */
import { createHash } from 'node:crypto';
import { removeSecret, setSecret } from '../azure/key-vault';
import { violation } from '../contract/violations';
import type { CallbackSubscription } from '../domain/callbacks';
import type { MigrationRecord } from '../domain/migration';
import { callbackSecretName } from '../domain/names';
import { Rejection } from '../domain/rejections';
import { secretsExpireOn } from '../domain/secrets-expire-on';
import { hostOf } from '../events/callback-policy';
import { callbackProblemNow } from '../events/post-callback';
import { addCallback, forgetCallback, noteCallback } from '../state/callbacks';

/** The same address is the same subscription, and nobody can tell the address from the id. */
const subscriptionIdOf = (address: string) => createHash('sha256').update(address).digest('hex').slice(0, 32);

/**
 * Keeps the address in Key Vault, noted before it is there, so that whatever happens it is removed again. Called back is later, by the flusher: a
 * caller knows then that it has subscribed.
 */
export async function subscribeToApprovals(
  { id: migrationId, request }: MigrationRecord,
  address: string,
  by: string | undefined,
): Promise<{ created: boolean; subscription: CallbackSubscription }> {
  const problem = await callbackProblemNow(address);
  if (problem !== undefined) {
    const { message, target } = violation('callbackUrl', problem);
    throw new Rejection('InvalidParameter', message, { target });
  }
  const id = subscriptionIdOf(address);
  const known = await addCallback(migrationId, { id, host: hostOf(new URL(address)), by });
  if (known.state !== 'storing') return { created: false, subscription: known };
  await setSecret(callbackSecretName(migrationId, id), address, secretsExpireOn(request.migrationWindowStart, new Date()));
  const subscription = await noteCallback(migrationId, id, ['storing', 'open'], { state: 'open' });
  if (subscription) return { created: true, subscription };
  await removeSecret(callbackSecretName(migrationId, id)); // taken back, or given up, while this request was under way
  throw new Rejection('OperationNotAllowed', 'The subscription was taken back while it was made.');
}

export const unsubscribeAddress = (migrationId: string, address: string): Promise<void> =>
  unsubscribeFromApprovals(migrationId, subscriptionIdOf(address));

/** None is success. */
export async function unsubscribeFromApprovals(migrationId: string, id: string): Promise<void> {
  const ending = { state: 'failed', endedOn: new Date().toISOString(), problem: 'taken back' } as const;
  const ended = await noteCallback(migrationId, id, ['storing', 'open', 'called', 'failed'], ending);
  if (!ended) return;
  if (ended.hasSecret) await removeSecret(callbackSecretName(migrationId, id));
  await forgetCallback(migrationId, id);
}
