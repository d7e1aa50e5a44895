// Polls the public API until a migration is where a test wants it.
import { setTimeout as delay } from 'node:timers/promises';
import type { MigrationClient, Overview } from '../../../local/demo/client/migration-client';
import { isTerminal } from '../../../shared/domain/states';

const pollMs = 50;
const patienceMs = 40_000; // below the test's own limit, so that the failure tells the state

/** Resolves with the first reading that fits; fails when the migration ended without, or in time. */
export async function until(client: MigrationClient, id: string, fits: (overview: Overview) => boolean): Promise<Overview> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const overview = await client.overview(id);
    if (fits(overview)) return overview;
    const late = Date.now() > deadline;
    if (late || isTerminal(overview.state)) throw new Error(`${late ? 'Too late' : 'Ended'}: ${JSON.stringify(overview)}`);
    await delay(pollMs);
  }
}

export const untilEnded = (client: MigrationClient, id: string): Promise<Overview> => until(client, id, ({ state }) => isTerminal(state));
