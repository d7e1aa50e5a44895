// Watches a migration through the public API until it waits for somebody or has ended.
import { setTimeout as delay } from 'node:timers/promises';
import { isTerminal } from '../../shared/domain/states';
import type { MigrationClient, Overview } from './client/migration-client';

const pollMs = 250; // the API tells of progress about every second
const patienceMs = 120_000; // nothing at all may change for so long: something hangs, and a demo must not

/** Calls `seen` with every reading. Resolves with the first one that fits; an ended migration always does. */
export async function follow(
  client: MigrationClient,
  id: string,
  { until, seen, signal }: { until: (overview: Overview) => boolean; seen: (overview: Overview) => void; signal: AbortSignal },
): Promise<Overview> {
  let before = '';
  let changedAtMs = performance.now();
  for (;;) {
    const overview = await client.overview(id);
    seen(overview);
    if (until(overview) || isTerminal(overview.state)) return overview;
    const now = JSON.stringify(overview);
    if (now !== before) changedAtMs = performance.now();
    else if (performance.now() - changedAtMs > patienceMs) {
      throw new Error(`Nothing has changed for ${patienceMs / 1000} s: the migration is ${overview.state}/${overview.subState}.`);
    }
    before = now;
    await delay(pollMs, undefined, { signal });
  }
}
