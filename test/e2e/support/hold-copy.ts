// Stops a copy in its middle, as a disk or network that hangs would, so that a test can act there whatever the speed of the machine.
import { setTimeout as delay } from 'node:timers/promises';
import type { PostgresServer } from '../../../local/postgres/postgres-server';

const pollMs = 10;
const patienceMs = 30_000;

/**
 * Waits until the target has taken so many megabytes of one table, then freezes the backend of the source that sends it. Answers what lets it
 * go on; call it in any case, a frozen backend does not end by itself. The target must be 14 or newer.
 */
export async function holdCopy(source: PostgresServer, target: PostgresServer, table: string, megabytes: number): Promise<() => void> {
  const onTarget = await target.connect('postgres', { as: 'superuser' });
  try {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const { rowCount } = await onTarget.query('SELECT FROM pg_stat_progress_copy WHERE bytes_processed > $1', [megabytes * 1_000_000]);
      if (rowCount) return await freeze(source, table);
      if (Date.now() > deadline) throw new Error(`No COPY on the target came to ${megabytes} MB within ${patienceMs / 1000} s.`);
      await delay(pollMs);
    }
  } finally {
    await onTarget.end();
  }
}

async function freeze(source: PostgresServer, table: string): Promise<() => void> {
  const [backend] = await source.run<{ pid: number }>(
    'postgres',
    "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'pgflex:%:copy' AND state = 'active' AND query LIKE 'COPY%' || $1 || '%'",
    { as: 'superuser', parameters: [table] },
  );
  if (!backend) throw new Error(`No backend of the source sends ${table}.`);
  process.kill(backend.pid, 'SIGSTOP');
  return () => process.kill(backend.pid, 'SIGCONT');
}
