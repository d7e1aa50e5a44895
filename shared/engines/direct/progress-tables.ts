// The tables that a progress report names: few enough for one row of the store, those first that a person looks for.
import type { TableProgress } from '../../domain/migration';
import type { LedgerUnit } from './ledger';
import type { CatalogTable } from './schema/types';

/** A table whose copy is not committed yet. */
export interface RunningTable {
  startedMs: number;
  rows: number;
  bytes: number;
  /** Of parts that were committed in slices before this one. */
  earlierBytes: number;
}

/** As much of a table as is shown. */
type Shown = Pick<CatalogTable, 'name' | 'sizeBytes'>;

export interface TableStates<Table extends Shown> {
  /** Largest first. */
  tables: readonly Table[];
  unitOf(table: Table): Pick<LedgerUnit, 'rows' | 'bytes' | 'startedOn' | 'endedOn' | 'proof'> | undefined;
  runningOf(table: Table): RunningTable | undefined;
  hasFailed(table: Table): boolean;
  /** Indexes or constraints of it are not built yet. */
  isToBeIndexed(table: Table): boolean;
  nowMs: number;
}

const mostTables = 50;
/** With everything else of the row below 32 K characters (DESIGN 4). */
const mostCharacters = 28_000;

/** Order of the states; within one, larger tables first, but for those done: the last ones first. */
const rank: Record<TableProgress['state'], number> = { failed: 0, copying: 1, proving: 2, indexing: 3, queued: 4, done: 5 };

/** Returns a function, for it remembers which tables were done last. */
export function progressTables<Table extends Shown = CatalogTable>(): (states: TableStates<Table>) => TableProgress[] {
  const done = new Set<Table>();
  return (states) => {
    const shown: TableProgress[][] = Object.keys(rank).map(() => []);
    for (const table of states.tables) {
      if (done.has(table)) continue;
      const progress = tableProgress(table, states);
      if (progress.state === 'done') done.add(table);
      else shown[rank[progress.state]]?.push(progress);
    }
    const last = [...done].slice(-mostTables).reverse();
    return fitting([...shown.flat(), ...last.map((table) => tableProgress(table, states))]);
  };
}

function tableProgress<Table extends Shown>(
  table: Table,
  { unitOf, runningOf, hasFailed, isToBeIndexed, nowMs }: TableStates<Table>,
): TableProgress {
  const { name, sizeBytes } = table;
  const unit = unitOf(table);
  if (unit) {
    const state = !unit.proof ? 'proving' : isToBeIndexed(table) ? 'indexing' : 'done';
    const { rows, bytes } = unit;
    return { name, state, rows, bytes, sizeBytes, ...rate(bytes, Date.parse(unit.endedOn) - Date.parse(unit.startedOn)) };
  }
  const running = runningOf(table);
  if (!running) return { name, state: hasFailed(table) ? 'failed' : 'queued', rows: 0, bytes: 0, sizeBytes };
  const { rows, bytes, earlierBytes, startedMs } = running;
  return { name, state: 'copying', rows, bytes: bytes + earlierBytes, sizeBytes, ...rate(bytes, nowMs - startedMs) };
}

function rate(bytes: number, milliseconds: number): Pick<TableProgress, 'bytesPerSecond'> {
  return bytes > 0 && milliseconds > 0 ? { bytesPerSecond: Math.round((1000 * bytes) / milliseconds) } : {};
}

function fitting(tables: TableProgress[]): TableProgress[] {
  let characters = 0;
  return tables.slice(0, mostTables).filter((table) => {
    characters += JSON.stringify(table).length;
    return characters <= mostCharacters;
  });
}
