/** Opens the wait for what pre-flight needs, unless the answer is there already. Opening the same round again gives the same wait. */
import type { OpenWaitAnswer, OpenWaitInput } from '../shared/domain/durable-names';
import { openWait as openWaitRow } from '../shared/state/waits';

export async function openWait({ migrationId, round, need }: OpenWaitInput): Promise<OpenWaitAnswer> {
  const opened = await openWaitRow(migrationId, round, need);
  return opened.kind === 'open' ? { kind: 'open', waitId: opened.wait.waitId, expiresOn: opened.wait.expiresOn } : opened;
}
