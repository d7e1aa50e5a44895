/** A subscription to approvals as the API shows it: never its address, nor how it is stored. */
import type { CallbackSubscription } from '../domain/callbacks';

export const encodeApprovalSubscription = ({ id, host, state, createdOn, endedOn, attempts, problem }: CallbackSubscription) => ({
  subscriptionId: id,
  host,
  state: state === 'storing' ? 'open' : state,
  createdOn,
  endedOn,
  attempts,
  problem,
});
