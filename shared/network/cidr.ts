/** IPv4 networks in CIDR notation, as ranges of numbers. */
import { isIPv4 } from 'node:net';

export interface Range {
  first: number;
  last: number;
}

/** An address or a CIDR; undefined: neither (a service tag, IPv6). */
export function rangeOf(text: string): Range | undefined {
  const [address = '', bits = '32'] = text.split('/');
  if (!isIPv4(address) || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return undefined;
  const size = 2 ** (32 - Number(bits));
  const number = numberOf(address);
  const first = Math.floor(number / size) * size;
  return { first, last: first + size - 1 };
}

const numberOf = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** From one IPv4 address to another, both of them in it. */
export const rangeBetween = (from: string, to: string): Range => ({ first: numberOf(from), last: numberOf(to) });

export const contains = (outer: Range, inner: Range) => outer.first <= inner.first && inner.last <= outer.last;
export const overlaps = (one: Range, other: Range) => one.first <= other.last && other.first <= one.last;

const textOf = (number: number) => [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');

/** The first network of that size in the space that overlaps nothing that is taken; undefined: there is none. */
export function freeNetwork(space: readonly string[], taken: readonly string[], bits: number): string | undefined {
  const size = 2 ** (32 - bits);
  const used = taken.flatMap((each) => rangeOf(each) ?? []);
  for (const { first, last } of space.flatMap((each) => rangeOf(each) ?? [])) {
    let start = first;
    while (start + size - 1 <= last) {
      const candidate = { first: start, last: start + size - 1 };
      const hit = used.find((range) => overlaps(range, candidate));
      if (!hit) return `${textOf(start)}/${bits}`;
      start = Math.ceil((hit.last + 1) / size) * size;
    }
  }
  return undefined;
}
