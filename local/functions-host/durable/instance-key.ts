/** Table keys for instance ids. Ids may hold what keys may not (`/ \ # ?` and control characters), are case-sensitive, and may be long. */
import { createHash } from 'node:crypto';

/** A key may have 512 characters; the rest is room to spare. */
const maxKeyLength = 400;

export function partitionKeyOf(instanceId: string): string {
  const escaped = instanceId.replace(/[^A-Za-z0-9.:@-]/g, (unit) => `_${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  if (escaped.length <= maxKeyLength) return escaped;
  return `${escaped.slice(0, 300)}~${createHash('sha256').update(instanceId).digest('hex')}`;
}
