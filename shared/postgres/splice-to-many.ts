// Carries the rows of one COPY to several sessions that write them into the same table, without decoding a row.
import type { CopyHash } from './copy-hash';
import { type CopyFormat, headerMessage, withoutCopyHeader } from './copy-header';
import { bufferedBytes, copyDone, copyFail, copyTags, type SplicedCopy, SpliceError } from './splice';
import type { Wire } from './wire';
import { WireError } from './wire-error';

export interface SpliceToManyInput {
  source: Wire;
  targets: Wire[];
  /** One COPY ... TO STDOUT. */
  outSql: string;
  /** For each target, ending in a COPY ... FROM STDIN; must leave its transaction open. */
  inSql: string[];
  format: CopyFormat;
  /** Of what the source sends. */
  hash: CopyHash;
  /** Rows: about, for the binary format has messages of its own. */
  onBytes(count: number, rows: number): void;
}

export interface DealtCopy extends SplicedCopy {
  /** Rows that each target took. */
  shares: number[];
}

/** A writer gets as much before the next one's turn. */
const blockBytes = 256 * 1024;

/**
 * Every message of the source is one row, so the stream is cut between messages. Resolves when all servers said that their COPY is complete and
 * the rows add up; the transactions of the targets are still open then. Throws a SpliceError; all wires are used up then.
 */
export async function spliceToMany({ source, targets, outSql, inSql, format, hash, onBytes }: SpliceToManyInput): Promise<DealtCopy> {
  const withoutHeader = withoutCopyHeader(format);
  const endOfRows = rowEnds();
  let current = targets[0];
  let dealt = 0;
  let bytes = 0;
  let failure: SpliceError | undefined; // the first one: the others then fail because of it

  const resume = () => source.release();
  const deal = (part: Buffer) => {
    if (!part.length || !current) return;
    dealt += part.length;
    current.write(part, source.keep());
    if (current.socket.writableLength < bufferedBytes || current.socket.destroyed) return;
    source.hold(); // the current one has the least to do of all
    current.socket.once('drain', resume);
  };
  const fail = (error: SpliceError) => {
    if (failure) return;
    failure = error;
    for (const wire of [source, ...targets]) wire.destroy();
    resume();
  };

  const incoming = targets.map((target, index) => {
    const taken = target.query(inSql[index] ?? '');
    if (format === 'binary') target.write(headerMessage);
    return taken;
  });
  const outgoing = source.query(outSql, {
    borrows: true,
    data(chunk, begun) {
      hash.update(chunk);
      bytes += chunk.length;
      const rows = withoutHeader(chunk);
      const end = endOfRows(rows);
      deal(rows.subarray(0, end));
      if (end > 0 && dealt >= blockBytes) {
        current = leastLoaded(targets);
        dealt = 0;
      }
      deal(rows.subarray(end));
      onBytes(chunk.length, begun);
    },
    done() {
      for (const target of targets) target.write(copyDone);
    },
  });

  await Promise.all([
    outgoing.catch((error) => {
      failure ??= new SpliceError('source', 0, error);
      for (const target of targets) {
        if (error instanceof WireError) target.write(copyFail);
        else target.destroy(); // the last row may be cut in the middle
      }
    }),
    ...incoming.map((each) => each.catch((error) => fail(new SpliceError('target', 0, error)))),
  ]);
  if (failure) throw failure;
  const [rows] = copyTags(await outgoing);
  const shares = (await Promise.all(incoming)).map((results) => copyTags(results)[0] ?? 0);
  const taken = shares.reduce((sum, share) => sum + share, 0);
  if (rows !== taken) throw new SpliceError('target', 0, new Error(`the source sent ${rows ?? 'no'} rows, the target took ${taken}`));
  return { rows, bytes, hash: hash.digest(), shares };
}

const leastLoaded = (targets: Wire[]) =>
  targets.reduce((least, target) => (target.socket.writableLength < least.socket.writableLength ? target : least));

/** Returns the function that says where the last complete row of a chunk ends; 0: none ends in it. */
function rowEnds(): (chunk: Buffer) => number {
  const header = Buffer.alloc(5);
  let headerLength = 0;
  let rowLeft = 0;
  return (chunk) => {
    let end = 0;
    for (let at = 0; at < chunk.length; ) {
      if (rowLeft === 0) {
        const copied = chunk.copy(header, headerLength, at, at + header.length - headerLength);
        at += copied;
        headerLength += copied;
        if (headerLength < header.length) return end;
        headerLength = 0;
        rowLeft = header.readUInt32BE(1) - 4;
      }
      const taken = Math.min(rowLeft, chunk.length - at);
      at += taken;
      rowLeft -= taken;
      if (rowLeft === 0) end = at;
    }
    return end;
  };
}
