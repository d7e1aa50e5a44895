/** After a cancellation: notes that it was seen, and wakes the flow if it still waits for an answer that will not come. */
import type { MigrationInput } from '../shared/domain/durable-names';
import { instanceIds, waitEventName } from '../shared/domain/names';
import type { DurablePort } from '../shared/migrations/types';
import { markCancelSeen } from '../shared/state/control';
import { unseenWaits } from '../shared/state/waits';

export async function wakeOpenWait({ migrationId }: MigrationInput, durable: DurablePort): Promise<void> {
  await markCancelSeen(migrationId);
  for (const { waitId } of await unseenWaits(migrationId)) await durable.raise(instanceIds.steps(migrationId), waitEventName(waitId));
}
