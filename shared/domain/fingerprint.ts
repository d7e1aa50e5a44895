/** One hash over all databases that an approval shows: what `If-Match` of the approval must name. */
import { createHash } from 'node:crypto';
import type { ExistingDatabase } from './migration';

export function fingerprintOf(databases: ExistingDatabase[]): string {
  const lines = databases.map(({ name, oid, fingerprint }) => JSON.stringify([name, oid, fingerprint])).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 32);
}
