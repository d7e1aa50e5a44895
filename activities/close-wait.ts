/**
 * Ends a wait, or says that it goes on. The row decides, not the event that woke the orchestrator, nor the clock (timers fire a little early);
 * closing twice gives the same answer.
 */
import type { CloseWaitAnswer, CloseWaitInput } from '../shared/domain/durable-names';
import { closeWait as closeWaitRow } from '../shared/state/control';

export async function closeWait({ migrationId, waitId, expired }: CloseWaitInput): Promise<CloseWaitAnswer> {
  const answer = await closeWaitRow(migrationId, waitId, expired);
  if (answer.kind === 'open') return answer;
  return answer.outcome.kind === 'decided' ? { kind: 'goOn' } : { kind: 'stopped' };
}
