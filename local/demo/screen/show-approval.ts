// Shows what an overwrite would lose, and asks a person on a terminal whether to go on.
import { createInterface } from 'node:readline/promises';
import { bytes, count } from '../../../cli/screen/numbers';
import type { Screen } from '../../../cli/screen/screen';
import { textTable } from '../../../cli/screen/text-table';
import type { ExistingDatabase } from '../../../shared/domain/migration';

export function showLoss(screen: Screen, databases: readonly ExistingDatabase[]): void {
  const rows = databases.map(({ name, sizeBytes, tables, lastActivity, activeConnections }) => [
    name,
    bytes(sizeBytes),
    count(tables),
    lastActivity ? `${lastActivity.slice(0, 19).replace('T', ' ')} UTC` : 'unknown',
    count(activeConnections),
  ]);
  const columns = [
    { title: 'database', most: 24 },
    { title: 'size', align: 'right' },
    { title: 'tables', align: 'right' },
    { title: 'last activity' },
    { title: 'sessions', align: 'right' },
  ] as const;
  screen.say('  The target has this already. It would be replaced, and its content lost:');
  screen.say();
  for (const line of textTable([...columns], rows)) screen.say(`    ${line}`);
  screen.say();
}

/** Yes only for y or yes. Rejects when the signal comes first; Ctrl-C at the question counts as at any other moment. */
export async function askOverwrite(screen: Screen, signal: AbortSignal): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output: screen.stream });
  prompt.on('SIGINT', () => process.kill(process.pid, 'SIGINT')); // in raw mode the terminal sends no signal itself
  const closed = new Promise<string>((resolve) => prompt.once('close', () => resolve(''))); // end of input is no consent
  try {
    const answer = await Promise.race([prompt.question('  Replace it on the target? [y/N] ', { signal }), closed]);
    return /^\s*y(es)?\s*$/i.test(answer);
  } finally {
    prompt.close();
  }
}
