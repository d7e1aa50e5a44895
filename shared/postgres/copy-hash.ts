// Hash of what one COPY TO STDOUT sends, the same for the same rows in the same order whatever server sent them.
import xxhash from 'xxhash-wasm';

export interface CopyHash {
  /** CopyData messages, headers included; may begin and end inside of one. */
  update(bytes: Buffer): void;
  /** 16 hex digits. */
  digest(): string;
}

export type CopyFormat = 'binary' | 'text';

export const copyHashAlgorithm = 'xxh64';

/** xxh64: 12 GB/s, so that hashing takes no time beside COPY (copy-engine.md 5). Compiled once per process. */
const library = xxhash();

const frameHeaderBytes = 5;
const copyHeader = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1'); // signature, no flags, no extension
const startBytes = frameHeaderBytes + copyHeader.length;

/**
 * The messages are hashed with their lengths: a server sends every row in a message of its own (protocol documentation, CopyData), so this
 * tells rows apart, and whole chunks are hashed at once. The one freedom a server has is to send the header of the binary format alone or
 * together with the first row: the header is left out, and what came with it counts as a message.
 */
export async function copyHash(format: CopyFormat): Promise<CopyHash> {
  const hash = (await library).create64();
  let start: Buffer | undefined = format === 'binary' ? Buffer.alloc(0) : undefined;

  return {
    update(bytes) {
      if (!start) {
        hash.update(bytes);
        return;
      }
      start = start.length === 0 ? bytes : Buffer.concat([start, bytes]);
      if (start.length < startBytes) return;
      hash.update(withoutCopyHeader(start));
      start = undefined;
    },
    digest() {
      if (start?.length) hash.update(start);
      start = undefined;
      return hash.digest().toString(16).padStart(16, '0');
    },
  };
}

function withoutCopyHeader(start: Buffer): Buffer {
  if (!start.subarray(frameHeaderBytes, startBytes).equals(copyHeader)) return start;
  const rest = start.readUInt32BE(1) - 4 - copyHeader.length;
  if (rest === 0) return start.subarray(startBytes);
  const first = Buffer.from(start.subarray(startBytes - frameHeaderBytes)); // a copy: the chunk is on its way to the target
  first[0] = start[0] ?? 0;
  first.writeUInt32BE(rest + 4, 1);
  return first;
}
