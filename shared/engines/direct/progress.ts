// Counts what is done, for the caller's progress report: what the ledger says, and how far the workers are with what is not in it yet.
import type { DatabaseProgress } from '../../domain/migration';
import type { Ledger } from './ledger';
import { postDataKey, tableKey, tableOfPart } from './ledger-keys';
import { endEstimate } from './progress-estimate';
import { byteRate } from './progress-rate';
import { buildsByTable, remainingWork, sizeOf, unitBytes } from './progress-remaining';
import { progressTables, type RunningTable } from './progress-tables';
import type { CatalogTable, PostDataUnit } from './schema/types';

export interface ProgressCounter {
  phase(phase: DatabaseProgress['phase']): void;
  begin(tables: CatalogTable[]): void;
  /** Bytes, and rows where they were counted, on the wire for the tables of one unit. */
  bytes(tables: CatalogTable[], count: number, rows?: number): void;
  done(tables: CatalogTable[]): void;
  failed(tables: CatalogTable[]): void;
  /** Returns what to call when the units are committed or failed. */
  building(units: PostDataUnit[]): () => void;
  /** Nothing is told any more, but for a phase. */
  end(): void;
}

export interface ProgressInput {
  tables: CatalogTable[];
  postData: PostDataUnit[];
  ledger: Pick<Ledger, 'units'>;
  /** What is copied is read back. */
  isProving: boolean;
  report(progress: DatabaseProgress): void;
  /** Milliseconds from any moment on; default: the monotonic clock. */
  nowMs?(): number;
}

interface RunningUnit extends RunningTable {
  tables: CatalogTable[];
}

/** Each report costs a look at every table; whoever is told shows it every two seconds at most. */
const tellEveryMs = 250;
/** While nothing begins or ends, the time goes on. */
const tellAtLeastEveryMs = 1_000;

/** Sizes are those on the source's disk; bytes on the wire of a running table are turned into such. */
export function progressCounter(input: ProgressInput): ProgressCounter {
  const { postData, ledger, isProving, report, nowMs = () => performance.now() } = input;
  const tables = [...input.tables].sort((one, other) => other.sizeBytes - one.sizeBytes);
  const bytesTotal = sizeOf(tables);
  const buildsOf = buildsByTable(postData);
  const unitOf = ({ name }: CatalogTable) => ledger.units.get(tableKey(name));
  const isBuilt = ({ key }: PostDataUnit) => ledger.units.has(postDataKey(key));
  const isProven = (table: CatalogTable) => unitOf(table)?.proof !== undefined;
  const estimate = endEstimate(nowMs);
  const rate = byteRate(nowMs);
  const listTables = progressTables();
  const running = new Map<CatalogTable, RunningUnit>();
  const proving = new Set<CatalogTable[]>();
  const builders = new Set<PostDataUnit[]>();
  const failed = new Set<CatalogTable>();
  const earlierParts = bytesOfParts(ledger);
  let phase: DatabaseProgress['phase'] = 'schema';
  let firstByteOn: string | undefined;
  let toldMs = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  const newUnit = (unit: CatalogTable[]): RunningUnit => ({
    tables: unit,
    startedMs: nowMs(),
    rows: 0,
    bytes: 0,
    earlierBytes: unit.reduce((sum, { name }) => sum + (earlierParts.get(name) ?? 0), 0),
  });

  /** How far each table of a batch is, nobody knows. */
  function runningOf(table: CatalogTable): RunningTable | undefined {
    const unit = running.get(table);
    return unit && unit.tables.length > 1 ? newUnit([table]) : unit;
  }

  function read(): DatabaseProgress {
    const copied = tables.filter(unitOf);
    for (const table of copied) running.delete(table);
    for (const unit of proving) if (unit.every(isProven)) proving.delete(unit);
    const units = [...new Set(running.values())];
    const waiting = tables.filter((table) => earlierParts.has(table.name) && !unitOf(table) && !running.has(table));
    const partly = [...units, ...waiting.map((table) => newUnit([table]))];
    const wireBytes = copied.reduce((sum, table) => sum + (unitOf(table)?.bytes ?? 0), 0);
    const diskPerWire = wireBytes > unitBytes ? sizeOf(copied) / wireBytes : 1;
    const bytesCopied = sizeOf(copied) + partly.reduce((sum, unit) => sum + onDisk(unit, diskPerWire), 0);
    const progress: DatabaseProgress = {
      bytesTotal,
      bytesCopied: Math.round(bytesCopied),
      tablesTotal: tables.length,
      tablesDone: copied.length,
      tablesLoading: running.size,
      tablesFailed: failed.size,
      phase,
    };
    if (firstByteOn) progress.firstByteOn = firstByteOn;
    const bytesPerSecond = rate.read();
    const etaSeconds = estimate(
      remainingWork({
        copy: { tables: tables.length - copied.length, bytes: bytesTotal - bytesCopied, workers: units.length },
        toProve: isProving ? tables.filter((table) => !isProven(table)) : [],
        proving: [...proving],
        toBuild: postData.filter((unit) => !isBuilt(unit)),
        building: [...builders],
      }),
    );
    if (phase === 'done') return progress; // the report has the tables
    if (bytesPerSecond && units.length) progress.bytesPerSecond = bytesPerSecond;
    if (etaSeconds !== undefined) progress.etaSeconds = phase === 'finish' ? 0 : etaSeconds;
    progress.tables = listTables({
      tables,
      unitOf,
      runningOf,
      hasFailed: (table) => failed.has(table),
      isToBeIndexed: ({ name }) => !(buildsOf.get(name) ?? []).every(isBuilt),
      nowMs: nowMs(),
    });
    return progress;
  }

  function tell(): void {
    toldMs = nowMs();
    report(read());
  }
  function tellSoon(): void {
    if (nowMs() - toldMs >= tellEveryMs) tell();
  }

  return {
    phase(next) {
      phase = next;
      if (next === 'copy' || next === 'indexes') timer ??= setInterval(tell, tellAtLeastEveryMs).unref();
      tell();
    },
    begin(unit) {
      const started = newUnit(unit);
      for (const table of unit) running.set(table, started);
      tellSoon();
    },
    bytes(unit, count, rows = 0) {
      firstByteOn ??= new Date().toISOString();
      rate.add(count);
      const [first] = unit;
      const started = first && running.get(first);
      if (started) {
        started.bytes += count;
        started.rows += rows;
      }
      tellSoon();
    },
    done(unit) {
      for (const table of unit) running.delete(table);
      proving.add(unit);
      tellSoon();
    },
    failed(unit) {
      for (const table of unit) if (running.delete(table)) failed.add(table);
      tellSoon();
    },
    building(units) {
      builders.add(units);
      return () => {
        builders.delete(units);
        tellSoon();
      };
    },
    end() {
      clearInterval(timer);
      timer = undefined;
    },
  };
}

/** Nobody knows how many bytes are still to come: by what the copied tables took on the wire. */
const onDisk = ({ bytes, earlierBytes, tables }: RunningUnit, diskPerWire: number) =>
  Math.min((bytes + earlierBytes) * diskPerWire, sizeOf(tables));

/** Of split tables: what slices before this one copied. */
function bytesOfParts({ units }: Pick<Ledger, 'units'>): Map<string, number> {
  const byTable = new Map<string, number>();
  for (const [key, { bytes }] of units) {
    const table = tableOfPart(key);
    if (table !== undefined) byTable.set(table, (byTable.get(table) ?? 0) + bytes);
  }
  return byTable;
}
