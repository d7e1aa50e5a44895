// Hash of what one COPY TO STDOUT sends, the same for the same rows in the same order whatever server sent them.
import xxhash from 'xxhash-wasm';
import { type CopyFormat, withoutCopyHeader } from './copy-header';

export interface CopyHash {
  /** CopyData messages, headers included; may begin and end inside of one. */
  update(bytes: Buffer): void;
  digest(): string;
}

export const copyHashAlgorithm = 'xxh64';

/** xxh64: 12 GB/s, so that hashing takes no time beside COPY (copy-engine.md 5). Compiled once per process. */
const library = xxhash();

/**
 * 16 hex digits. The messages are hashed with their lengths: a server sends every row in a message of its own (protocol documentation,
 * CopyData), so this tells rows apart, and whole chunks are hashed at once. The header of the binary format is left out: a server is free to
 * send it alone or together with the first row.
 */
export async function copyHash(format: CopyFormat): Promise<CopyHash> {
  const hash = (await library).create64();
  const rows = withoutCopyHeader(format);
  return {
    update: (bytes) => {
      hash.update(rows(bytes));
    },
    digest: () => hash.digest().toString(16).padStart(16, '0'),
  };
}
