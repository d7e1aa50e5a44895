/** What is counted when a migration has ended, from what was stored of it. */
import type { MigrationView } from '../migrations/types';
import { isGone } from '../state/clean-up-ledger';
import type { Told } from './migration-spans';

/** With the unit that OpenTelemetry writes (UCUM). `sum`s add up over migrations, of `spread`s the distribution is kept. */
export const instruments = {
  'pgflex.migrations': { unit: '{migration}', kind: 'sum', description: 'Migrations that ended, by state.' },
  'pgflex.copied': { unit: 'By', kind: 'sum', description: 'Bytes of rows that were copied, on the wire.' },
  'pgflex.rows': { unit: '{row}', kind: 'sum', description: 'Rows that were copied.' },
  'pgflex.throughput': { unit: 'MBy/s', kind: 'spread', description: 'Of each database, from its first row to its last proof.' },
  'pgflex.retries': { unit: '{attempt}', kind: 'sum', description: 'Attempts at tables beyond the first.' },
  'pgflex.wait.duration': { unit: 's', kind: 'spread', description: 'How long migrations waited for people, by kind and outcome.' },
  'pgflex.left_over': { unit: '{thing}', kind: 'sum', description: 'What clean-up had not removed when the migration ended.' },
} as const satisfies Record<string, { unit: string; kind: 'sum' | 'spread'; description: string }>;

export interface Measurement {
  name: keyof typeof instruments;
  value: number;
  attributes: Record<string, string>;
}

export function migrationMeasurements({ record, reports, waits, cleanUp }: Told & Pick<MigrationView, 'waits' | 'cleanUp'>): Measurement[] {
  const of = { engine: record.request.engine };
  const tables = reports.flatMap((report) => report.tables);
  const total = (field: 'rows' | 'bytes' | 'attempts') => tables.reduce((sum, table) => sum + table[field], 0);
  return [
    { name: 'pgflex.migrations', value: 1, attributes: { ...of, state: record.state, error: record.error?.code ?? 'none' } },
    { name: 'pgflex.copied', value: total('bytes'), attributes: of },
    { name: 'pgflex.rows', value: total('rows'), attributes: of },
    { name: 'pgflex.retries', value: Math.max(total('attempts') - tables.length, 0), attributes: of },
    { name: 'pgflex.left_over', value: cleanUp.filter((item) => !isGone(item)).length, attributes: of },
    ...reports.flatMap(({ startedOn, endedOn, tables: own }): Measurement[] => {
      const seconds = (Date.parse(endedOn) - Date.parse(startedOn)) / 1000;
      const bytes = own.reduce((sum, table) => sum + table.bytes, 0);
      return seconds > 0 && bytes > 0 ? [{ name: 'pgflex.throughput', value: bytes / 1e6 / seconds, attributes: of }] : [];
    }),
    ...waits.flatMap(({ kind, openedOn, endedOn, outcome }): Measurement[] =>
      endedOn && outcome
        ? [
            {
              name: 'pgflex.wait.duration',
              value: (Date.parse(endedOn) - Date.parse(openedOn)) / 1000,
              attributes: { kind, outcome: outcome.kind },
            },
          ]
        : [],
    ),
  ];
}
