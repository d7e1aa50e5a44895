/** Opens the wait for an overwrite approval, unless its answer is there already. Opening the same round again gives the same wait. */
import type { OpenWaitAnswer, OpenWaitInput } from '../shared/domain/durable-names';
import { openOverwriteWait } from '../shared/state/control';

export async function openWait({ migrationId, round, databases }: OpenWaitInput): Promise<OpenWaitAnswer> {
  const opened = await openOverwriteWait(migrationId, round, databases);
  return opened.kind === 'open' ? { kind: 'open', waitId: opened.wait.waitId, expiresOn: opened.wait.expiresOn } : opened;
}
