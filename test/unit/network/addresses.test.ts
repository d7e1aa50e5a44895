// Address ranges, and how many of them are free.
import fc from 'fast-check';
import { contains, freeNetwork, overlaps, rangeOf } from '../../../shared/network/cidr';
import { freeAddresses } from '../../../shared/network/free-addresses';

test.each([
  ['10.0.0.0/24', { first: 167772160, last: 167772415 }],
  ['10.0.0.77/24', { first: 167772160, last: 167772415 }],
  ['255.255.255.255', { first: 4294967295, last: 4294967295 }],
  ['0.0.0.0/0', { first: 0, last: 4294967295 }],
  ['Storage', undefined],
  ['fd00::/8', undefined],
  ['10.0.0.0/33', undefined],
  ['10.0.0/8', undefined],
])('%s', (text, expected) => {
  expect(rangeOf(text)).toEqual(expected);
});

test("Azure keeps five addresses of each prefix: the specification's 248 are three used of a /24", () => {
  expect(freeAddresses({ addressPrefixes: ['172.16.3.0/24'], used: 3 })).toBe(248);
  expect(freeAddresses({ addressPrefixes: ['172.16.3.0/24', '172.16.4.0/28', 'fd00::/64'], used: 0 })).toBe(251 + 11);
  expect(freeAddresses({ addressPrefixes: ['172.16.3.0/29'], used: 4 })).toBe(0);
  expect(freeAddresses({ addressPrefixes: ['172.16.3.0/31'], used: 0 })).toBe(0);
});

test("Azure's own count comes before ours", () => {
  expect(freeAddresses({ addressPrefixes: ['172.16.3.0/24'], used: 3, usage: { currentValue: 12, limit: 251 } })).toBe(239);
});

test('a free network lies in the space, overlaps nothing, and is found if there is one', () => {
  const cidr = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 24, max: 30 })).map(([at, bits]) => `10.0.0.${at}/${bits}`);
  fc.assert(
    fc.property(fc.array(cidr, { maxLength: 6 }), fc.integer({ min: 25, max: 29 }), (taken, bits) => {
      const found = freeNetwork(['10.0.0.0/24'], taken, bits);
      const isFree = (text: string) => taken.every((each) => !overlaps(rangeOf(each) ?? fail(), rangeOf(text) ?? fail()));
      if (found) {
        expect(contains(rangeOf('10.0.0.0/24') ?? fail(), rangeOf(found) ?? fail())).toBe(true);
        expect(isFree(found)).toBe(true);
      } else {
        const all = Array.from({ length: 2 ** (bits - 24) }, (_, index) => `10.0.0.${index * 2 ** (32 - bits)}/${bits}`);
        expect(all.filter(isFree)).toEqual([]);
      }
    }),
  );
});

function fail(): never {
  throw new Error('not a CIDR');
}
