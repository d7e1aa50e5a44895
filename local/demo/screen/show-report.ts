// The report of a migration: for each database how much was moved and proven, and its largest tables.

import { bytes, count, counted, seconds } from '../../../cli/screen/numbers';
import type { Screen } from '../../../cli/screen/screen';
import { textTable } from '../../../cli/screen/text-table';
import { wrap } from '../../../cli/screen/wrap';
import type { Report } from '../client/migration-client';

export type DatabaseReport = Report['databases'][number];
export type TableReport = DatabaseReport['tables'][number];

const shownTables = 8;
const hashDigits = 8; // enough to see that two are alike; the report has all
/** Margin, gaps, and the columns for rows, bytes, time and proof at their widest. */
const spaceBesideNames = 4 + 2 + 11 + 2 + 7 + 2 + 7 + 2 + 14;

export function showReport(screen: Screen, { databases }: Report): void {
  for (const database of databases) {
    screen.say(`  ${screen.bold(database.name)}  ${summary(database)}`);
    if (database.error) showError(screen, database.error);
    showTables(screen, database.tables);
    screen.say();
  }
}

function summary({ state, tables, startedOn, endedOn }: DatabaseReport): string {
  const total = (size: (table: TableReport) => number) => tables.reduce((sum, table) => sum + size(table), 0);
  const parts = [
    state,
    counted(tables.length, 'table'),
    `${count(total(({ rows }) => rows))} rows`,
    bytes(total((table) => table.bytes)),
    ...(startedOn && endedOn ? [seconds(Date.parse(endedOn) - Date.parse(startedOn))] : []),
  ];
  return parts.join(' · ');
}

function showTables(screen: Screen, tables: TableReport[]): void {
  if (tables.length === 0) return;
  const largest = [...tables].sort((a, b) => Number(isProven(a)) - Number(isProven(b)) || b.bytes - a.bytes).slice(0, shownTables);
  const rows = largest.map(({ name, rows, bytes: size, startedOn, endedOn, proof }) => [
    name,
    count(rows),
    bytes(size),
    seconds(Date.parse(endedOn) - Date.parse(startedOn)),
    proofText(proof),
  ]);
  const columns = [
    { title: 'table', most: screen.width - spaceBesideNames },
    { title: 'rows', align: 'right' },
    { title: 'bytes', align: 'right' },
    { title: 'time', align: 'right' },
    { title: 'proof' },
  ] as const;
  const [heading = '', ...lines] = textTable([...columns], rows);
  screen.say(`    ${screen.dim(heading)}`);
  for (const line of lines) screen.say(`    ${line}`);
  const more = tables.length - largest.length;
  if (more > 0) screen.say(screen.dim(`    and ${counted(more, 'smaller table')}, all equal`));
}

function showError(screen: Screen, { code, message, hint }: NonNullable<DatabaseReport['error']>): void {
  const [first = '', ...more] = wrap(`${code}: ${message} ${hint}`, screen.width - 4);
  screen.say(`    ${screen.bad(first)}`);
  for (const line of more) screen.say(`    ${line}`);
}

function proofText({ result, source, target }: TableReport['proof']): string {
  const [one, other] = [source, target].map((hash) => hash.slice(0, hashDigits));
  return result === 'equal' ? `equal ${one}` : `${result}: ${one} on the source, ${other} on the target`;
}

export const isProven = ({ proof }: TableReport) => proof.result === 'equal';
