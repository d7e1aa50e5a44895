// Hash of the rows that one COPY ... TO STDOUT sends, whatever their order: the sum of the hashes of all rows.
import xxhash from 'xxhash-wasm';
import type { CopyHash } from '../../postgres/copy-hash';
import { type CopyFormat, withoutCopyHeader } from '../../postgres/copy-header';

export interface RowHash extends CopyHash {
  /** 16 hex digits and the number of rows. */
  digest(): string;
  /** The same for each range. */
  digests(): string[];
}

export interface RowHashOptions {
  format?: CopyFormat;
  /** Number of ranges, where each row begins with the number of its own as `rangeNumber` prints it; that number is not hashed. */
  ranges?: number;
}

export const rowHashAlgorithm = 'xxh64-sum-of-rows';

interface Rows {
  sum: bigint;
  rows: number;
}

const library = xxhash();
const headerBytes = 5;
const rangeDigits = 4;
/** Stands for the number of columns in the last message of the binary format. */
const trailer = -1;
/** What stands before the columns of a row: in binary the number of columns, then length and value of the range's number. */
const skippedBytes = { binary: { plain: 2, numbered: 10 }, text: { plain: 0, numbered: rangeDigits + 1 } } as const;

/** A column of fixed width, so that it is found without decoding the row. */
export const rangeNumber = (expression: string, format: CopyFormat) =>
  format === 'binary' ? expression : `pg_catalog.lpad((${expression})::pg_catalog.text, ${rangeDigits}, '0')`;

/** Every CopyData message of a server is one row. A sum, so that a row that is there twice does not vanish as it would with XOR. */
export async function rowHash({ format = 'text', ranges }: RowHashOptions = {}): Promise<RowHash> {
  const { h64Raw, create64 } = await library;
  const skipped = skippedBytes[format][ranges === undefined ? 'plain' : 'numbered'];
  const withoutHeader = withoutCopyHeader(format);
  const sums = Array.from({ length: ranges ?? 1 }, (): Rows => ({ sum: 0n, rows: 0 }));
  const startBytes = headerBytes + skipped; // the message's header, and what is not hashed
  const start = Buffer.alloc(startBytes); // of the row at hand, where a chunk ended within it
  let startLength = 0;
  let range = 0;
  let row = create64(); // a row that spans chunks
  let rowLeft = 0;

  const add = (hash: bigint) => {
    const total = sums[range];
    if (!total) throw new Error(`A row came with the number of range ${range}, and there are ${sums.length}.`);
    total.sum += hash;
    total.rows++;
  };

  function update(chunk: Buffer): void {
    const bytes = withoutHeader(chunk);
    const end = bytes.length;
    for (let at = 0; at < end; ) {
      if (rowLeft > 0) {
        const taken = Math.min(rowLeft, end - at);
        row.update(bytes.subarray(at, at + taken));
        at += taken;
        rowLeft -= taken;
        if (rowLeft === 0) add(row.digest());
        continue;
      }
      const isWhole = startLength === 0 && end - at >= startBytes;
      if (isWhole) at += startBytes;
      else {
        const copied = bytes.copy(start, startLength, at, at + startBytes - startLength);
        at += copied;
        startLength += copied;
        if (startLength < startBytes) return; // at the end of the stream: the trailer of the numbered binary format
        startLength = 0;
      }
      const head = isWhole ? bytes : start;
      const headAt = isWhole ? at - startBytes : 0;
      const length = head.readUInt32BE(headAt + 1) - 4 - skipped;
      if (format === 'binary' && head.readInt16BE(headAt + headerBytes) === trailer) continue;
      if (ranges !== undefined) range = rangeIn(head, headAt + headerBytes);
      if (at + length <= end) {
        add(h64Raw(bytes.subarray(at, at + length)));
        at += length;
      } else {
        row = create64();
        rowLeft = length;
      }
    }
  }

  const rangeIn = (row: Buffer, at: number) =>
    format === 'binary' ? row.readInt32BE(at + 6) : Number(row.toString('latin1', at, at + rangeDigits));

  return {
    update,
    digest: () => addRowHashes(sums.map(print)),
    digests: () => sums.map(print),
  };
}

/** Tells it from a hash that depends on the order of rows. */
export const isRowHash = (digest: string) => digest.includes('/');

/** Of several parts of a table, the hash of all their rows. */
export function addRowHashes(digests: string[]): string {
  const total: Rows = { sum: 0n, rows: 0 };
  for (const digest of digests) {
    const [sum, rows] = digest.split('/');
    total.sum += BigInt(`0x${sum}`);
    total.rows += Number(rows);
  }
  return print(total);
}

const print = ({ sum, rows }: Rows) => `${BigInt.asUintN(64, sum).toString(16).padStart(16, '0')}/${rows}`;
