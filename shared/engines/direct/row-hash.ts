// Hash of the rows that one COPY ... TO STDOUT (text) sends, whatever their order: the sum of the hashes of all rows.
import xxhash from 'xxhash-wasm';

export interface RowHash {
  update(bytes: Buffer): void;
  /** 16 hex digits and the number of rows. */
  digest(): string;
}

export const rowHashAlgorithm = 'xxh64-sum-of-rows';

const library = xxhash();
const headerBytes = 5;
const mask = (1n << 64n) - 1n;

/** Every CopyData message of a server is one row. A sum, so that a row that is there twice does not vanish as it would with XOR. */
export async function rowHash(): Promise<RowHash> {
  const { h64Raw, create64 } = await library;
  let sum = 0n;
  let rows = 0;
  const header = Buffer.alloc(headerBytes); // of the row at hand, where a chunk ended within it
  let headerLength = 0;
  let row = create64(); // a row that spans chunks
  let rowLeft = 0;

  const add = (hash: bigint) => {
    sum = (sum + hash) & mask;
    rows++;
  };

  function update(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      if (rowLeft > 0) {
        const taken = Math.min(rowLeft, bytes.length - at);
        row.update(bytes.subarray(at, at + taken));
        at += taken;
        rowLeft -= taken;
        if (rowLeft === 0) add(row.digest());
        continue;
      }
      const copied = bytes.copy(header, headerLength, at, at + headerBytes - headerLength);
      at += copied;
      headerLength += copied;
      if (headerLength < headerBytes) return;
      headerLength = 0;
      const length = header.readUInt32BE(1) - 4;
      if (at + length <= bytes.length) {
        add(h64Raw(bytes.subarray(at, at + length)));
        at += length;
      } else {
        row = create64();
        rowLeft = length;
      }
    }
  }

  return { update, digest: () => `${sum.toString(16).padStart(16, '0')}/${rows}` };
}
