// Tells whether a pid still is the process that it was: pids are given again, above all after a restart of the machine or container.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface ProcessRecord {
  pid: number;
  /** When the process started, in the machine's own terms; equal strings mean the same process. */
  identity: string;
}

/** The record of a running process, or undefined if there is none with this pid (one that only waits to be reaped counts as gone). */
export async function identifyProcess(pid: number): Promise<ProcessRecord | undefined> {
  const identity = existsSync('/proc/self/stat') ? await fromProc(pid) : await fromPs(pid);
  return identity === undefined ? undefined : { pid, identity };
}

export async function isRunning(record: ProcessRecord): Promise<boolean> {
  return (await identifyProcess(record.pid))?.identity === record.identity;
}

let bootId: Promise<string> | undefined;

async function fromProc(pid: number): Promise<string | undefined> {
  const stat = await readOrUndefined(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the command name before it may hold blanks and brackets
  const [state, startTicks] = [fields[0], fields[19]]; // proc(5): state is field 3, starttime field 22
  if (state === 'Z' || state === 'X') return undefined;
  bootId ??= readOrUndefined('/proc/sys/kernel/random/boot_id').then((id) => (id ?? '').trim());
  return `${await bootId}:${startTicks}`;
}

async function fromPs(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], {
      env: { ...process.env, LC_ALL: 'C' },
    });
    const [state = '', ...started] = stdout.trim().split(/\s+/);
    return state.startsWith('Z') ? undefined : started.join(' ');
  } catch (error) {
    if ((error as { code?: unknown }).code === 1) return undefined; // ps: no such process
    throw error;
  }
}

async function readOrUndefined(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
