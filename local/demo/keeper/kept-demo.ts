// <folder>/demo.json: which process keeps a demo running that outlived its command, for the command that stops it.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../../files/write-atomically';
import { endProcess } from '../../processes/end-process';
import type { ProcessRecord } from '../../processes/process-identity';
import { removeRemains } from './remove-remains';

const recordSchema = z.object({ keeper: z.object({ pid: z.number().int().positive(), identity: z.string().min(1) }) });
const graceMs = 30_000; // the keeper ends servers, stack and Azurite, each with a grace time of its own

export async function recordKeptDemo(folder: string, keeper: ProcessRecord): Promise<void> {
  await writeAtomically(join(folder, 'demo.json'), `${JSON.stringify({ keeper })}\n`, 0o600);
}

/** Ends a demo that was kept, and removes its folder. */
export async function stopKeptDemo(folder: string): Promise<void> {
  const { keeper } = await readRecord(resolve(folder));
  await endProcess(keeper, graceMs);
  await removeRemains(resolve(folder));
}

async function readRecord(folder: string): Promise<z.infer<typeof recordSchema>> {
  const file = join(folder, 'demo.json');
  const content = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (content === undefined) throw new Error(`${folder} holds no kept demo (there is no demo.json): give the folder that --keep printed.`);
  return recordSchema.parse(JSON.parse(content));
}
