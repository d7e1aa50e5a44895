// Reads rows of COPY's text format as a key, a hash of the whole and a hash of each field, in memory that no row's size matters to.
import xxhash from 'xxhash-wasm';
import { rowPieces } from './row-pieces';

export interface KeyedRow {
  /** Of the key; of the whole row where there is none. */
  keyHash: bigint;
  rowHash: bigint;
  /** The key's fields, and the hashes of those after it; empty unless they were wanted. */
  key: Buffer[];
  fields: number[];
}

const library = xxhash();
const none: never[] = [];
const tab = 0x09; // in data it is escaped

/** The first `keyFields` fields of each row are its key. `wants` is asked by the hash of the key; without a key everything is read. */
export async function keyedRows(
  keyFields: number,
  wants: (keyHash: bigint) => boolean,
  take: (row: KeyedRow) => void,
): Promise<(bytes: Buffer) => void> {
  const { h64Raw, create64, h32Raw, create32 } = await library;
  let key: Buffer[] = [];
  let keyPart: Buffer[] = []; // of the key's field at hand
  let keyHash: bigint | undefined;
  let isWanted = false;
  let fields: number[] = [];
  let row = create64(); // a row that came in pieces
  let field: ReturnType<typeof create32> | undefined; // a field that did

  function part(bytes: Buffer, ends: boolean): void {
    if (keyHash === undefined && key.length < keyFields) {
      keyPart.push(Buffer.from(bytes));
      if (!ends) return;
      key.push(Buffer.concat(keyPart));
      keyPart = [];
      if (key.length < keyFields) return;
      keyHash = h64Raw(Buffer.concat(key.flatMap((value) => [value, Buffer.of(tab)])));
      isWanted = wants(keyHash);
    } else if (ends && !field) fields.push(h32Raw(bytes));
    else {
      field = (field ?? create32()).update(bytes);
      if (!ends) return;
      fields.push(field.digest());
      field = undefined;
    }
  }

  /** Nearly all rows are whole and not wanted: for them nothing is copied. */
  function takeUnwanted(piece: Buffer): boolean {
    let end = 0;
    for (let left = keyFields; left > 0; left--) end = piece.indexOf(tab, end) + 1;
    const rowHash = h64Raw(piece);
    const hash = keyFields === 0 ? rowHash : h64Raw(piece.subarray(0, end));
    if (keyFields > 0 && wants(hash)) return false;
    take({ keyHash: hash, rowHash, key: none, fields: none });
    return true;
  }

  return rowPieces((piece, isFirst, isLast) => {
    if (isFirst && isLast && takeUnwanted(piece)) return;
    if (isFirst) {
      key = [];
      fields = [];
      keyHash = undefined;
      isWanted = keyFields > 0;
    }
    if (!isLast || !isFirst) row = (isFirst ? create64() : row).update(piece);
    for (let at = 0; isWanted && at <= piece.length; ) {
      const end = piece.indexOf(tab, at);
      part(piece.subarray(at, end < 0 ? piece.length : end), end >= 0 || isLast);
      if (end < 0) break;
      at = end + 1;
    }
    if (!isLast) return;
    const rowHash = isFirst ? h64Raw(piece) : row.digest();
    take({ keyHash: keyHash ?? rowHash, rowHash, key, fields });
  });
}
