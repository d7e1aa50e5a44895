// The hash by which parts of a table are compared: alike whatever the chunks and the order, by range where rows are numbered.
import { addRowHashes, rangeNumber, rowHash } from '../../../../shared/engines/direct/row-hash';
import { type CopyFormat, headerMessage } from '../../../../shared/postgres/copy-header';

const message = (body: Buffer) => {
  const header = Buffer.from([0x64, 0, 0, 0, 0]);
  header.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
};
const int16 = (value: number) => Buffer.from([(value >> 8) & 0xff, value & 0xff]);
const int32 = (value: number) => Buffer.from([0, 0, 0, value]);
const field = (text: string) => Buffer.concat([int32(text.length), Buffer.from(text)]);

/** As a server sends one column, and before it the range where it has one. */
const encode = {
  binary: (rows: [number, string][], isNumbered: boolean) => {
    const row = ([range, text]: [number, string]) =>
      message(Buffer.concat([int16(isNumbered ? 2 : 1), ...(isNumbered ? [int32(4), int32(range)] : []), field(text)]));
    return Buffer.concat([headerMessage, ...rows.map(row), message(int16(-1))]);
  },
  text: (rows: [number, string][], isNumbered: boolean) =>
    Buffer.concat(rows.map(([range, text]) => message(Buffer.from(`${isNumbered ? `${String(range).padStart(4, '0')}\t` : ''}${text}\n`)))),
};

async function hashed(format: CopyFormat, stream: Buffer, size: number, ranges?: number) {
  const hash = await rowHash({ format, ranges });
  for (let at = 0; at < stream.length; at += size) hash.update(stream.subarray(at, at + size));
  return hash;
}

const rows: [number, string][] = [
  [0, 'one'],
  [2, 'two'],
  [1, ''],
  [2, 'a longer one that spans the chunks'],
  [0, 'one'],
];

test.each(['binary', 'text'] as const)('rows in %s have the same hash with the number of their range as without', async (format) => {
  for (let size = 1; size < 60; size++) {
    const numbered = await hashed(format, encode[format](rows, true), size, 3);
    expect(numbered.digest()).toBe((await hashed(format, encode[format](rows, false), 1000)).digest());
    const byRange = [0, 1, 2].map(async (range) => {
      const own = rows.filter(([number]) => number === range).reverse();
      return (await hashed(format, encode[format](own, false), 1000)).digest();
    });
    expect(numbered.digests()).toEqual(await Promise.all(byRange));
    expect(numbered.digests().map((digest) => digest.split('/')[1])).toEqual(['2', '1', '2']);
    expect(addRowHashes(numbered.digests())).toBe(numbered.digest());
  }
});

test('the number of a range stands where it is looked for', () => {
  expect(rangeNumber('n', 'binary')).toBe('n');
  expect(rangeNumber('n', 'text')).toContain(`, 4, '0')`);
});
