/** CPU time by who used it, from Linux's /proc; other systems have no such place. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PostgresServer } from '../../local/postgres/postgres-server';

export interface CpuSeconds {
  /** All processes of the machine. */
  machine: number;
  source: number;
  target: number;
  /** The contestant's own processes: all that this process has started and seen end. */
  client: number;
}

export const canMeasureCpu = existsSync('/proc/self/stat');
const ticksPerSecond = canMeasureCpu ? Number(execFileSync('getconf', ['CLK_TCK'])) : 1;

/** Since ever; the difference of two readings is what happened in between. Undefined where it can't be measured. */
export function readCpu(source: PostgresServer, target: PostgresServer): CpuSeconds | undefined {
  if (!canMeasureCpu) return undefined;
  const [, ...machine] = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.trim().split(/\s+/).map(Number) ?? [];
  const [user = 0, nice = 0, system = 0, , , interrupts = 0, softInterrupts = 0] = machine;
  const statistics = processStatistics();
  return {
    machine: (user + nice + system + interrupts + softInterrupts) / ticksPerSecond,
    source: serverSeconds(source, statistics),
    target: serverSeconds(target, statistics),
    client: ownAndEnded(statistics, process.pid) / ticksPerSecond,
  };
}

export function cpuBetween(before: CpuSeconds | undefined, after: CpuSeconds | undefined): CpuSeconds | undefined {
  if (!before || !after) return undefined;
  return {
    machine: after.machine - before.machine,
    source: after.source - before.source,
    target: after.target - before.target,
    client: after.client - before.client,
  };
}

interface ProcessStatistics {
  parent: number;
  ownTicks: number;
  /** Of children that have ended, and of theirs. */
  endedTicks: number;
}

/** Every backend is a child of the postmaster, which inherits its time when it ends. */
function serverSeconds({ dataDirectory }: PostgresServer, statistics: Map<number, ProcessStatistics>): number {
  const postmaster = Number(readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n', 1)[0]);
  let ticks = ownAndEnded(statistics, postmaster);
  for (const { parent, ownTicks, endedTicks } of statistics.values()) if (parent === postmaster) ticks += ownTicks + endedTicks;
  return ticks / ticksPerSecond;
}

function ownAndEnded(statistics: Map<number, ProcessStatistics>, pid: number): number {
  const found = statistics.get(pid);
  return found ? found.ownTicks + found.endedTicks : 0;
}

function processStatistics(): Map<number, ProcessStatistics> {
  const statistics = new Map<number, ProcessStatistics>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const text = statOf(name);
    // The name of the program, in parentheses, may hold spaces: state, parent and the rest follow the last one.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = (index: number) => Number(fields[index] ?? 0);
    if (text) statistics.set(Number(name), { parent: ticks(1), ownTicks: ticks(11) + ticks(12), endedTicks: ticks(13) + ticks(14) });
  }
  return statistics;
}

/** Empty for a process that has ended since the listing. */
function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ESRCH') return '';
    throw error;
  }
}
