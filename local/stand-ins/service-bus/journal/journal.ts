/**
 * The append-only file behind the bus. A line is written with write() before the client is answered, which is enough to survive kill -9
 * of this process (the kernel holds the bytes); it is not flushed to disk, so a power cut may lose the last lines.
 */
import { closeSync, existsSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { decodeLine, encodeLine, type JournalRecord } from './records';

export interface Journal {
  /** Writes one transaction. When it throws, nothing of it is in the file. */
  append(records: readonly JournalRecord[]): void;
  /** True when most of the file is history and `compact` would make it small again. */
  isGrown(): boolean;
  /** Replaces the file by the given transactions, atomically. */
  compact(snapshot: Iterable<readonly JournalRecord[]>): void;
  close(): void;
}

/** Below this a compaction is not worth its time. */
const smallestGrowthBytes = 8 * 1024 * 1024;
const readChunkBytes = 1024 * 1024;
const lineFeed = 0x0a;

/** Opens the journal of a folder (created if missing) after giving every complete line in it to `replay`; a torn last line is cut off. */
export function openJournal(directory: string, replay: (records: JournalRecord[]) => void): Journal {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, 'journal.jsonl');
  const compactedPath = join(directory, 'journal.compacted');
  rmSync(compactedPath, { force: true }); // a compaction that was killed; the journal itself is still whole
  let sizeBytes = existsSync(path) ? replayFile(path, replay) : 0;
  let compactedBytes = sizeBytes;
  let file = openSync(path, 'a', 0o600);
  ftruncateSync(file, sizeBytes);

  return {
    append(records) {
      const line = Buffer.from(encodeLine(records));
      try {
        writeFully(file, line);
      } catch (error) {
        ftruncateSync(file, sizeBytes); // a full disk must not leave half a line in front of the next one
        throw error;
      }
      sizeBytes += line.length;
    },
    isGrown: () => sizeBytes - compactedBytes > Math.max(smallestGrowthBytes, compactedBytes),
    compact(snapshot) {
      const compacted = openSync(compactedPath, 'a', 0o600);
      try {
        for (const records of snapshot) writeFully(compacted, Buffer.from(encodeLine(records)));
        renameSync(compactedPath, path);
      } catch (error) {
        closeSync(compacted);
        rmSync(compactedPath, { force: true });
        throw error;
      }
      closeSync(file);
      file = compacted;
      compactedBytes = fstatSync(file).size;
      sizeBytes = compactedBytes;
    },
    close: () => closeSync(file),
  };
}

function writeFully(file: number, data: Buffer): void {
  for (let written = 0; written < data.length; ) written += writeSync(file, data, written);
}

/** Reads line by line in chunks, since a journal may be longer than the longest string. Returns the length of its complete lines. */
function replayFile(path: string, replay: (records: JournalRecord[]) => void): number {
  const file = openSync(path, 'r');
  try {
    const chunk = Buffer.allocUnsafe(readChunkBytes);
    let rest = Buffer.alloc(0);
    let completeBytes = 0;
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      const data = Buffer.concat([rest, chunk.subarray(0, read)]);
      let start = 0;
      for (let end = data.indexOf(lineFeed); end >= 0; end = data.indexOf(lineFeed, start)) {
        replayLine(data.toString('utf8', start, end), path, completeBytes + start, replay);
        start = end + 1;
      }
      completeBytes += start;
      rest = data.subarray(start);
    }
    return completeBytes;
  } finally {
    closeSync(file);
  }
}

function replayLine(text: string, path: string, offset: number, replay: (records: JournalRecord[]) => void): void {
  let records: JournalRecord[];
  try {
    records = decodeLine(text);
  } catch (error) {
    const detail = error instanceof SyntaxError ? 'not JSON' : 'not records of this version';
    throw new Error(`${path}: the line at byte ${offset} is damaged (${detail}). Start with --fresh, or move the file away.`, {
      cause: error,
    });
  }
  replay(records);
}
