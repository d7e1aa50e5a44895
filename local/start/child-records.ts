// <data>/children.json: which processes a start has running, for the next one in case this one is killed.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../files/write-atomically';
import { endProcess } from '../processes/end-process';
import { isRunning, type ProcessRecord } from '../processes/process-identity';

export interface ChildRecords {
  add(name: string, process: ProcessRecord): Promise<void>;
  remove(name: string): Promise<void>;
}

const fileIn = (folder: string) => join(folder, 'children.json');

export function childRecords(folder: string): ChildRecords {
  const children: Record<string, ProcessRecord> = {};
  const write = () => writeAtomically(fileIn(folder), JSON.stringify(children));
  return {
    async add(name, process) {
      children[name] = process;
      await write();
    },
    async remove(name) {
      delete children[name];
      await (Object.keys(children).length > 0 ? write() : rm(fileIn(folder), { force: true }));
    },
  };
}

/** Ends what a killed start left running, host first, and answers what that was. Pids that belong to other processes by now are left alone. */
export async function endLeftOverChildren(folder: string): Promise<string[]> {
  const left = await readRecords(folder);
  const ended: string[] = [];
  for (const name of Object.keys(left).sort((a, b) => Number(b === 'host') - Number(a === 'host'))) {
    const record = left[name];
    if (record && (await isRunning(record))) {
      await endProcess(record);
      ended.push(`${name} (process ${record.pid})`);
    }
  }
  await rm(fileIn(folder), { force: true });
  return ended;
}

async function readRecords(folder: string): Promise<Record<string, ProcessRecord>> {
  try {
    return JSON.parse(await readFile(fileIn(folder), 'utf8')) as Record<string, ProcessRecord>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
