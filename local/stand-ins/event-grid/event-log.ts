// The events that the topic accepted, newest kept, on disk before the publisher is answered: a file of lines, each one a whole request.
import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { EventJson, EventSchema, PublishedEvents } from './published-events';

export interface LoggedEvent {
  /** Counts up by one over the life of the topic. */
  sequence: number;
  receivedOn: string;
  schema: EventSchema;
  event: EventJson;
}

export interface EventLog {
  /** Keeps the events; in the file when it returns. */
  append(published: PublishedEvents): void;
  /** Those that are still kept, oldest first. */
  all(): LoggedEvent[];
  /** The oldest kept event after a sequence. */
  next(after: number): LoggedEvent | undefined;
  lastSequence(): number;
  close(): void;
}

export interface EventLogLimits {
  events: number;
  bytes: number;
}

const defaultLimits: EventLogLimits = { events: 10_000, bytes: 32 * 1024 * 1024 };

const lineSchema = z.array(
  z.object({
    sequence: z.number().int().positive(),
    receivedOn: z.string(),
    schema: z.enum(['CloudEventSchemaV1_0', 'EventGridSchema']),
    event: z.record(z.string(), z.unknown()),
  }),
);

interface Kept {
  entry: LoggedEvent;
  bytes: number;
}

export function openEventLog(directory: string, limits: EventLogLimits = defaultLimits): EventLog {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, 'events.jsonl');
  const replacement = join(directory, 'events.compacted');
  rmSync(replacement, { force: true }); // of a process that was killed; the log itself is whole
  const { entries, wholeBytes } = readLog(path);
  const kept: Kept[] = entries.map((entry) => ({ entry, bytes: lineOf([entry]).length }));
  let keptBytes = kept.reduce((sum, { bytes }) => sum + bytes, 0);
  let lastSequence = kept.at(-1)?.entry.sequence ?? 0;
  let file = openSync(path, 'a', 0o600);
  let fileBytes = wholeBytes;
  ftruncateSync(file, fileBytes); // a last line that was cut off by a kill was never acknowledged

  function write(entries: LoggedEvent[]): void {
    const line = lineOf(entries);
    try {
      writeWhole(file, line);
    } catch (error) {
      ftruncateSync(file, fileBytes);
      throw error;
    }
    fileBytes += line.length;
  }

  function trim(): void {
    while (kept.length > 1 && (kept.length > limits.events || keptBytes > limits.bytes)) keptBytes -= kept.shift()?.bytes ?? 0;
    if (fileBytes > 2 * Math.max(keptBytes, limits.bytes / 2)) compact();
  }

  function compact(): void {
    const compacted = openSync(replacement, 'a', 0o600);
    try {
      for (const { entry } of kept) writeWhole(compacted, lineOf([entry]));
      renameSync(replacement, path);
    } catch (error) {
      closeSync(compacted);
      rmSync(replacement, { force: true });
      throw error;
    }
    closeSync(file);
    file = compacted;
    fileBytes = keptBytes;
  }

  return {
    append({ schema, events }) {
      const receivedOn = new Date().toISOString();
      const added = events.map((event, index) => ({ sequence: lastSequence + 1 + index, receivedOn, schema, event }));
      write(added);
      lastSequence += added.length;
      for (const entry of added) {
        const { length } = lineOf([entry]);
        kept.push({ entry, bytes: length });
        keptBytes += length;
      }
      trim();
    },
    all: () => kept.map(({ entry }) => entry),
    next(after) {
      const first = kept[0]?.entry.sequence ?? 0;
      return kept[Math.max(0, after + 1 - first)]?.entry;
    },
    lastSequence: () => lastSequence,
    close: () => closeSync(file),
  };
}

const lineOf = (entries: LoggedEvent[]) => Buffer.from(`${JSON.stringify(entries)}\n`);

function writeWhole(file: number, data: Buffer): void {
  for (let written = 0; written < data.length; ) written += writeSync(file, data, written);
}

/** The log is bounded, so it is read at once. */
function readLog(path: string): { entries: LoggedEvent[]; wholeBytes: number } {
  const content = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const wholeBytes = content.lastIndexOf(0x0a) + 1;
  const lines = content.toString('utf8', 0, wholeBytes).split('\n').filter(Boolean);
  const entries = lines.flatMap((line, index) => {
    try {
      return lineSchema.parse(JSON.parse(line));
    } catch (cause) {
      throw new Error(`${path}: line ${index + 1} is damaged. Start with --fresh, or move the file away.`, { cause });
    }
  });
  return { entries, wholeBytes };
}
