/** Who wants to be called back when a migration asks for an approval, and how far that has come. */

/**
 * `storing`: its address is on the way into Key Vault. `open`: waits for something to tell. `called`: was told, once. `failed`: will not be called:
 * refused by the policy, gone, or out of reach for too long.
 */
export type CallbackState = 'storing' | 'open' | 'called' | 'failed';

export interface CallbackSubscription {
  /** Of the address: subscribing again with the same one is the same subscription. */
  id: string;
  /** The host alone: the rest of the address is a secret. */
  host: string;
  by?: string;
  createdOn: string;
  state: CallbackState;
  /** Its address stands in Key Vault, or may: it is removed there before the subscription is forgotten. */
  hasSecret: boolean;
  attempts: number;
  nextAttemptOn?: string;
  /** Whoever calls now; a dead caller delays the next call by no more than this. */
  lease?: { holder: string; until: string };
  /** Of the event that it was told. */
  eventId?: string;
  endedOn?: string;
  /** Why the last attempt failed. */
  problem?: string;
}

/** Row `s|id`. */
export interface CallbackRow {
  subscriptions: CallbackSubscription[];
}

export const isEnded = ({ state }: CallbackSubscription): boolean => state === 'called' || state === 'failed';
