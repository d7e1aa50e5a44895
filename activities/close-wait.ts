/**
 * Ends a wait, or says that it goes on. The row decides, not the event that woke the orchestrator, nor the clock (timers fire a little early);
 * closing twice gives the same answer.
 */
import type { CloseWaitAnswer, CloseWaitInput } from '../shared/domain/durable-names';
import { goesOn } from '../shared/domain/waits';
import { closeWait as closeWaitRow } from '../shared/state/waits';

export async function closeWait({ migrationId, waitId, expired }: CloseWaitInput): Promise<CloseWaitAnswer> {
  const answer = await closeWaitRow(migrationId, waitId, expired);
  if (answer.kind === 'open') return answer;
  return goesOn(answer.outcome) ? { kind: 'goOn' } : { kind: 'stopped' };
}
