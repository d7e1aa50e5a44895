// One migration: what it does, what it waits for, each database, and what to do next.
import type { Overview } from '../client/answers';
import type { Field, Listing } from '../output/listing';
import { doing } from '../progress/doing';
import { bytes, timeLeft } from '../screen/numbers';
import { migrationLines } from './migration-lines';

const fields: Field[] = [
  { title: 'database', most: 40 },
  { title: 'state' },
  { title: 'doing' },
  { title: 'copied', align: 'right', shown: (value) => bytes(Number(value)) },
  { title: 'of', align: 'right', shown: (value) => bytes(Number(value)) },
  { title: 'tables', align: 'right' },
  { title: 'of', align: 'right' },
  { title: 'left', align: 'right', shown: (value) => timeLeft(Number(value)) },
  { title: 'error', most: 60 },
];

/** `json`: what is written as JSON. */
export function overviewListing(overview: Overview, width: number, json: unknown = overview): Listing {
  const rows = overview.databases.map((database) => {
    const { name, state, bytesCopied, bytesTotal, tablesDone, tablesTotal, etaSeconds, error } = database;
    return [name, state, doing(database), bytesCopied, bytesTotal, tablesDone, tablesTotal, etaSeconds, error?.code];
  });
  const { before, after } = migrationLines(overview, width);
  return { json, fields, rows, before, after };
}
