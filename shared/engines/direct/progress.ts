// Counts what is done, for the caller's progress report.
import type { DatabaseProgress } from '../../domain/migration';
import type { CatalogTable } from './schema/types';

export interface ProgressCounter {
  phase(phase: DatabaseProgress['phase']): void;
  begin(tables: CatalogTable[]): void;
  /** Bytes on the wire for the tables of one unit. */
  bytes(tables: CatalogTable[], count: number): void;
  done(tables: CatalogTable[]): void;
  failed(tables: CatalogTable[]): void;
}

/** Sizes are those on the source's disk; bytes on the wire of a running table count for as much as that. */
export function progressCounter(
  tables: CatalogTable[],
  copied: (table: CatalogTable) => boolean,
  report: (progress: DatabaseProgress) => void,
): ProgressCounter {
  const sum = (some: CatalogTable[]) => some.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
  const doneAtStart = tables.filter(copied);
  const running = new Map<CatalogTable[], number>();
  let doneBytes = sum(doneAtStart);
  const progress: DatabaseProgress = {
    bytesTotal: sum(tables),
    bytesCopied: doneBytes,
    tablesTotal: tables.length,
    tablesDone: doneAtStart.length,
    tablesLoading: 0,
    tablesFailed: 0,
    phase: 'schema',
  };
  const tell = (): void => {
    progress.bytesCopied = doneBytes;
    for (const [unit, bytes] of running) progress.bytesCopied += Math.min(bytes, sum(unit));
    report({ ...progress });
  };
  const leave = (unit: CatalogTable[]) => {
    if (running.delete(unit)) progress.tablesLoading -= unit.length;
  };
  return {
    phase(phase) {
      progress.phase = phase;
      tell();
    },
    begin(unit) {
      running.set(unit, 0);
      progress.tablesLoading += unit.length;
      tell();
    },
    bytes(unit, count) {
      progress.firstByteOn ??= new Date().toISOString();
      running.set(unit, (running.get(unit) ?? 0) + count);
      tell();
    },
    done(unit) {
      leave(unit);
      doneBytes += sum(unit);
      progress.tablesDone += unit.length;
      tell();
    },
    failed(unit) {
      leave(unit);
      progress.tablesFailed += 1;
      tell();
    },
  };
}
