// The report of a migration: each table with rows, bytes, time and proof; then errors, differences, findings, what was left.
import type { Report } from '../client/answers';
import type { Field, Listing } from '../output/listing';
import { bytes, count, seconds } from '../screen/numbers';
import { findingText, section } from './migration-lines';

const hashDigits = 8; // enough to see that two are alike; JSON has all

const fields: Field[] = [
  { title: 'database', most: 24 },
  { title: 'table', most: 40 },
  { title: 'rows', align: 'right', shown: (value) => count(Number(value)) },
  { title: 'bytes', align: 'right', shown: (value) => bytes(Number(value)) },
  { title: 'time', align: 'right', shown: (value) => seconds(Number(value)) },
  { title: 'proof' },
  { title: 'hash', shown: (value) => String(value).slice(0, hashDigits) },
];

export function reportListing(report: Report, width: number): Listing {
  const { name, state, databases, findings, cleanup } = report;
  const rows = databases.flatMap((database) =>
    database.tables.map((table) => {
      const tookMs = Date.parse(table.endedOn) - Date.parse(table.startedOn);
      return [database.name, table.name, table.rows, table.bytes, tookMs, table.proof?.result, table.proof?.source];
    }),
  );
  const errors = databases.flatMap(({ name: database, error }) =>
    error ? [`${database}: ${error.code}: ${error.message} ${error.hint}`] : [],
  );
  const left = databases.flatMap(({ name: database, catalogDifferences }) =>
    catalogDifferences.map((difference) => `${database}: ${Object.values(difference).join(': ')}`),
  );
  const remains = cleanup.items
    .filter(({ fate }) => fate === 'left')
    .map(({ kind, name: thing, command }) => `${kind} ${thing}${command ? `: ${command}` : ''}`);
  return {
    json: report,
    fields,
    rows,
    before: [
      `${name}: ${state}`,
      ...databases.map((database) => `${database.name}: ${database.state}, ${count(database.tables.length)} tables`),
      '',
    ],
    after: [
      ...section('Errors', errors, width),
      ...section('Left out on purpose', left, width),
      ...section('Findings', findings.map(findingText), width),
      ...section('Not cleaned up', remains, width),
    ],
  };
}
