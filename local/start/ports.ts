// <data>/ports.json: the ports of a stack, kept so that its addresses stay the same over restarts.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../files/write-atomically';

const port = z.number().int().min(1).max(65535).optional();
const portsSchema = z.object({ api: port, apiHttps: port, entra: port, keyVault: port, eventGrid: port, arm: port, serviceBus: port });
export type Ports = z.infer<typeof portsSchema>;

export async function readPorts(folder: string): Promise<Ports> {
  let text: string;
  try {
    text = await readFile(join(folder, 'ports.json'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  try {
    return portsSchema.parse(JSON.parse(text));
  } catch {
    throw new Error(`${join(folder, 'ports.json')} does not hold ports. Delete it, and ports are chosen anew.`);
  }
}

export async function writePorts(folder: string, ports: Ports): Promise<void> {
  await writeAtomically(join(folder, 'ports.json'), `${JSON.stringify(ports, undefined, 2)}\n`);
}

/**
 * The port to use: the one that was asked for, else the one of the run before, else the default. Asked for 0: the one of the run before if it is
 * free, else 0. Any other that is taken is an error that names the option.
 */
export async function choosePort(
  option: '--port' | '--https-port',
  asked: number | undefined,
  before: number | undefined,
  byDefault: number,
): Promise<number> {
  const wanted = asked || before || (asked === 0 ? 0 : byDefault);
  if (wanted === 0 || (await isFree(wanted))) return wanted;
  if (asked === 0) return 0;
  throw new Error(`Port ${wanted} is in use by another process. End that, or choose another port with ${option} (0 picks a free one).`);
}

async function isFree(wanted: number): Promise<boolean> {
  const probe = createServer();
  try {
    probe.listen(wanted, '127.0.0.1');
    await once(probe, 'listening');
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') return false;
    throw new Error(`Port ${wanted} cannot be used: ${message}.`);
  } finally {
    probe.close();
  }
}
