// Waits for the first part of a stack that ends by itself, and says which that was.
import { join } from 'node:path';
import type { Azurite } from '../azurite/ensure-azurite';
import { type Child, endOfLog } from './child';

export async function firstDeath(host: Child, standIns: Child, azurite: Azurite, logs: string): Promise<string> {
  const [title, how, log] = await Promise.race([
    host.exited.then((reason) => ['The functions host', reason, 'host.log'] as const),
    standIns.exited.then((reason) => ['The process of the stand-ins', reason, 'azure.log'] as const),
    azurite.exited.then(() => ['Azurite', 'see its log', 'azurite.log'] as const),
  ]);
  return `${title} has ended by itself (${how}).\n${await endOfLog(join(logs, log))}`;
}
