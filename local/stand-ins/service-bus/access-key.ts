/** The key of the local bus: made on first start and kept in its folder, so that a subscriber's connection string outlives a restart. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../../files/write-atomically';
import type { AccessKey } from './amqp/sas-token';

/** The name of the key that every real namespace is born with. */
const keyName = 'RootManageSharedAccessKey';

const ownerOnly = 0o600;

export async function readOrCreateAccessKey(directory: string): Promise<AccessKey> {
  const path = join(directory, 'access-key');
  if (existsSync(path)) return { name: keyName, value: await readFile(path, 'utf8') };
  const value = randomBytes(32).toString('base64url');
  await mkdir(directory, { recursive: true });
  await writeAtomically(path, value, ownerOnly);
  return { name: keyName, value };
}
