// Ends a process that may not be our child, so that its end has to be looked for.
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning, type ProcessRecord } from './process-identity';

const pollMs = 25;

/** SIGTERM, then SIGKILL after the grace time. Does nothing if the pid belongs to another process by now. */
export async function endProcess(record: ProcessRecord, graceMs = 5_000): Promise<void> {
  if (!(await isRunning(record))) return;
  signal(record.pid, 'SIGTERM');
  if (await goneWithin(record, graceMs)) return;
  signal(record.pid, 'SIGKILL');
  if (!(await goneWithin(record, graceMs))) throw new Error(`Process ${record.pid} does not end, even by SIGKILL.`);
}

async function goneWithin(record: ProcessRecord, limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (await isRunning(record)) {
    if (Date.now() > deadline) return false;
    await delay(pollMs);
  }
  return true;
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // gone in between
  }
}
