// What the service says of its tables, as the progress of the database.
import type { DatabaseProgress } from '../../domain/migration';
import { progressTables } from '../direct/progress-tables';
import type { DatabaseLoad, TableLoad } from './read-load';
import { byPlainName, plainName } from './table-names';

/** A table that is to be moved, and what it takes on the source's disk. */
export interface SizedTable {
  /** Quoted, schema-qualified. */
  name: string;
  sizeBytes: number;
}

const failedStates: readonly TableLoad['state'][] = ['ERROR', 'FAILED', 'CANCELED'];

/** The service counts rows, not bytes: a table counts when it is whole. `tables`: largest first. */
export function loadProgress(tables: readonly SizedTable[], load: DatabaseLoad, now = new Date()): DatabaseProgress {
  const known = byPlainName(tables, ({ name }) => plainName(name));
  const loadOf = ({ name }: SizedTable) => (known.has(plainName(name)) ? load.tables.get(plainName(name)) : undefined);
  const inState = (...states: TableLoad['state'][]) => tables.filter((table) => states.includes(loadOf(table)?.state ?? 'BEFORE_LOAD'));
  const sizeOf = (some: readonly SizedTable[]) => some.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const done = inState('COMPLETED');
  const bytesTotal = sizeOf(tables);
  const bytesCopied = sizeOf(done);
  const elapsedSeconds = load.startedOn ? (now.getTime() - load.startedOn.getTime()) / 1000 : 0;
  const starts = [...load.tables.values()].flatMap(({ startedOn }) => startedOn?.getTime() ?? []);
  return {
    bytesTotal,
    bytesCopied,
    tablesTotal: tables.length,
    tablesDone: done.length,
    tablesLoading: inState('FULL_LOAD').length,
    tablesFailed: inState(...failedStates).length,
    phase: 'copy',
    ...(starts.length ? { firstByteOn: new Date(Math.min(...starts)).toISOString() } : {}),
    ...(bytesCopied > 0 && elapsedSeconds > 0
      ? { etaSeconds: Math.round((elapsedSeconds * (bytesTotal - bytesCopied)) / bytesCopied) }
      : {}),
    tables: progressTables<SizedTable>()({
      tables,
      nowMs: now.getTime(),
      unitOf: (table) => {
        const { state, rows, startedOn = now, endedOn = now } = loadOf(table) ?? { state: 'BEFORE_LOAD', rows: 0 };
        if (state !== 'COMPLETED') return undefined;
        return { rows, bytes: table.sizeBytes, startedOn: startedOn.toISOString(), endedOn: endedOn.toISOString(), proof: undefined };
      },
      runningOf: (table) => {
        const { state, rows, startedOn = now } = loadOf(table) ?? { state: 'BEFORE_LOAD', rows: 0 };
        return state === 'FULL_LOAD' ? { startedMs: startedOn.getTime(), rows, bytes: 0, earlierBytes: 0 } : undefined;
      },
      hasFailed: (table) => failedStates.includes(loadOf(table)?.state ?? 'BEFORE_LOAD'),
      isToBeIndexed: () => true,
    }),
  };
}
