// The most memory that a process has ever had resident; only Linux tells.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

export const tellsPeakMemory = existsSync('/proc/self/status');

export async function peakMemoryMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  if (!kibibytes) throw new Error(`/proc/${pid}/status does not tell VmHWM.`);
  return (Number(kibibytes) * 1024) / 1e6;
}
