// Names units of work: the same in every slice, since the ledger on the target knows what is done by these names.
import { createHash } from 'node:crypto';

const maxKeyLength = 200;
const hashLength = 16;

/** `<what>:<name>`; a name that is too long is cut and told apart by a hash of the whole. */
export function unitKey(what: string, name: string): string {
  const key = `${what}:${name}`;
  if (key.length <= maxKeyLength) return key;
  const hash = createHash('sha256').update(key).digest('hex').slice(0, hashLength);
  return `${key.slice(0, maxKeyLength - hashLength - 1)}#${hash}`;
}
