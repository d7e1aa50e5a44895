// The report of a migration: for each database how much was moved and proven, and its largest tables.
import type { Report } from '../client/migration-client';
import { bytes, count, counted, seconds } from './numbers';
import type { Screen } from './screen';
import { textTable } from './text-table';

export type DatabaseReport = Report['databases'][number];
export type TableReport = DatabaseReport['tables'][number];

const shownTables = 8;

export function showReport(screen: Screen, { databases }: Report): void {
  for (const database of databases) {
    screen.say(`  ${screen.bold(database.name)}  ${summary(database)}`);
    if (database.error) screen.say(`    ${screen.bad(database.error.code)}: ${database.error.message}`);
    showTables(screen, database.tables);
    screen.say();
  }
}

function summary({ state, tables, ...rest }: DatabaseReport): string {
  const total = (size: (table: TableReport) => number) => tables.reduce((sum, table) => sum + size(table), 0);
  const parts = [
    state,
    counted(tables.length, 'table'),
    `${count(total(({ rows }) => rows))} rows`,
    bytes(total((table) => table.bytes)),
    ...('startedOn' in rest ? [seconds(Date.parse(rest.endedOn) - Date.parse(rest.startedOn))] : []),
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
    `${proof.result}  ${proof.source.slice(0, 8)} ${proof.target.slice(0, 8)}`,
  ]);
  const columns = [
    { title: 'table', most: 34 },
    { title: 'rows', align: 'right' },
    { title: 'bytes', align: 'right' },
    { title: 'time', align: 'right' },
    { title: 'proof  source   target' },
  ] as const;
  const [heading = '', ...lines] = textTable([...columns], rows);
  screen.say(`    ${screen.dim(heading)}`);
  for (const line of lines) screen.say(`    ${line}`);
  const more = tables.length - largest.length;
  if (more > 0) screen.say(screen.dim(`    and ${counted(more, 'smaller table')}, all equal`));
}

export const isProven = ({ proof }: TableReport) => proof.result === 'equal';
