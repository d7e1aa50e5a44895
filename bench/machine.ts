/** What a figure was measured on. */
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

export interface MachineFacts {
  processor: string;
  cores: number;
  memoryGB: number;
  /** Runnable processes in the last minute: what others did before we began. */
  load: number;
}

export function machineFacts(): MachineFacts {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGB: Math.round(totalmem() / 2 ** 30),
    load: Number((loadavg()[0] ?? 0).toFixed(2)),
  };
}
