// A range of IPv4 addresses as the blocks that pg_hba.conf knows.

const bits = 32;

/** Undefined: it is no IPv4 address. */
export function addressNumber(address: string): number | undefined {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Both ends belong to the range. */
export function addressBlocks(from: number, to: number): string[] {
  const blocks: string[] = [];
  for (let start = from; start <= to; ) {
    let size = 1;
    while (start % (size * 2) === 0 && start + size * 2 - 1 <= to && size < 2 ** bits) size *= 2;
    blocks.push(`${addressText(start)}/${bits - Math.log2(size)}`);
    start += size;
  }
  return blocks;
}

const addressText = (number: number) => [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
