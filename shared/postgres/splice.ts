// Carries COPY data from one server to the other, message by message, without decoding a row.
import { type CopyHash, copyHash } from './copy-hash';
import type { CopyFormat } from './copy-header';
import type { StatementResult } from './statement-result';
import type { Wire } from './wire';
import { WireError } from './wire-error';

export interface SpliceInput {
  source: Wire;
  target: Wire;
  /** One COPY ... TO STDOUT per entry of `formats`, and nothing else. */
  outSql: string;
  /** As many COPY ... FROM STDIN in the same order, after `statementsBefore` others; must leave its transaction open. */
  inSql: string;
  statementsBefore: number;
  formats: CopyFormat[];
  /** Of what the source sends; default: a hash that depends on the order of rows. */
  hash?(format: CopyFormat): Promise<CopyHash>;
  /** Rows: about, for the binary format has messages of its own. */
  onBytes(count: number, rows: number): void;
}

export interface SplicedCopy {
  rows: number;
  bytes: number;
  /** Of what the source sent. */
  hash: string;
}

/** Which of the COPYs failed, and on which side. */
export class SpliceError extends Error {
  constructor(
    readonly side: 'source' | 'target',
    /** Index of the COPY at hand. */
    readonly copy: number,
    override readonly cause: unknown,
  ) {
    super(`COPY ${copy} failed on the ${side}`, { cause });
    this.name = 'SpliceError';
  }
}

export const copyDone = Buffer.from([0x63, 0, 0, 0, 4]);
export const copyFail = Buffer.from([0x66, 0, 0, 0, 5, 0]);
/** Above this the source has to wait until the target's socket is empty: enough to keep both busy, little enough for sixteen at once. */
export const bufferedBytes = 1024 * 1024;

/**
 * Resolves when both servers said that every COPY is complete, with equal row counts. The target's transaction is still open then: the caller
 * commits. A source that fails or goes away makes the target's COPY fail, so that it never holds a short table. Throws a SpliceError; both
 * wires are usable afterwards only if the source's server reported an error, and closed otherwise.
 */
export async function splice(input: SpliceInput): Promise<SplicedCopy[]> {
  const { source, target, outSql, inSql, statementsBefore, formats, hash = copyHash, onBytes } = input;
  const hashes = await Promise.all(formats.map((format) => hash(format)));
  const bytes = formats.map(() => 0);
  let current = 0;
  let waiting = false;

  const resume = () => {
    waiting = false;
    source.release();
  };
  const throttle = () => {
    if (waiting || target.socket.writableLength < bufferedBytes || target.socket.destroyed) return;
    waiting = true;
    source.hold();
    target.socket.once('drain', resume);
  };

  // The target first: its COPY may wait for us, the source's must not have to wait for TRUNCATE's lock with data in hand.
  const incoming = target.query(inSql);
  const outgoing = source.query(outSql, {
    borrows: true,
    data(chunk, rows) {
      hashes[current]?.update(chunk);
      bytes[current] = (bytes[current] ?? 0) + chunk.length;
      target.write(chunk, source.keep());
      onBytes(chunk.length, rows);
      throttle();
    },
    done() {
      target.write(copyDone);
      current++;
    },
  });

  let failure: SpliceError | undefined; // the first one: the other side then fails because of it
  const sourceEnded = outgoing.catch((error) => {
    failure ??= new SpliceError('source', Math.min(current, formats.length - 1), error);
    if (error instanceof WireError) target.write(copyFail);
    else target.destroy(); // the last row may be cut in the middle, where CopyFail would be taken for its bytes
  });
  const targetEnded = incoming.catch((error) => {
    const done = error instanceof WireError ? Math.max(0, error.completed.length - statementsBefore) : 0;
    if (failure) return;
    failure = new SpliceError('target', Math.min(done, formats.length - 1), error);
    source.destroy(); // nobody wants the rest of a large table
    target.destroy(); // and it may have half a row
  });
  await targetEnded;
  target.socket.off('drain', resume);
  if (waiting) resume();
  await sourceEnded;
  if (failure) throw failure;
  return agree(copyTags(await outgoing), copyTags(await incoming), hashes, bytes);
}

function agree(sent: number[], received: number[], hashes: CopyHash[], bytes: number[]): SplicedCopy[] {
  return hashes.map((hash, index) => {
    const rows = sent[index];
    if (rows === undefined || rows !== received[index]) {
      throw new SpliceError(
        'target',
        index,
        new Error(`the source sent ${rows ?? 'no'} rows, the target took ${received[index] ?? 'none'}`),
      );
    }
    return { rows, bytes: bytes[index] ?? 0, hash: hash.digest() };
  });
}

export function copyTags(results: StatementResult[]): number[] {
  return results.filter(({ tag }) => tag.startsWith('COPY ')).map(({ tag }) => Number(tag.slice('COPY '.length)));
}
