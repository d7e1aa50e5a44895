/** How many IPv4 addresses of a subnet nobody has yet. */
import { rangeOf } from './cidr';

/** Network and broadcast address, gateway and two of DNS: of each prefix (azure-apis.md 4). */
const reservedPerPrefix = 5;

export interface AddressFacts {
  addressPrefixes: readonly string[];
  /** IP configurations in it. */
  used: number;
  /** What Azure itself counts, where it could be asked. */
  usage?: { currentValue: number; limit: number };
}

/** Azure's own count, if there is one: it knows of addresses that no configuration shows. */
export function freeAddresses({ addressPrefixes, used, usage }: AddressFacts): number {
  if (usage) return Math.max(0, usage.limit - usage.currentValue);
  const all = addressPrefixes
    .flatMap((prefix) => rangeOf(prefix) ?? [])
    .reduce((sum, { first, last }) => sum + Math.max(0, last - first + 1 - reservedPerPrefix), 0);
  return Math.max(0, all - used);
}
