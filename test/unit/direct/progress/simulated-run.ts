// A database that is copied, proven and indexed by simulated workers at steady speeds, on a clock of its own.
import type { DatabaseProgress } from '../../../../shared/domain/migration';
import type { LedgerUnit } from '../../../../shared/engines/direct/ledger';
import { postDataKey, tableKey } from '../../../../shared/engines/direct/ledger-keys';
import { type ProgressCounter, progressCounter } from '../../../../shared/engines/direct/progress';
import type { CatalogTable, PostDataUnit } from '../../../../shared/engines/direct/schema/types';

export const MB = 1_000_000;

export interface Speeds {
  /** Bytes on the source's disk per second and worker. */
  copy: number;
  proof: number;
  index: number;
  /** Bytes on the wire for each on disk. */
  wirePerDisk: number;
}

export interface Told {
  atMs: number;
  progress: DatabaseProgress;
}

export function table(name: string, sizeBytes: number): CatalogTable {
  return { oid: 1, name, columns: [], sizeBytes, unlogged: false, format: 'binary', comparableColumns: [] };
}

export function index(table: string, weight: number): PostDataUnit {
  return { key: `${table} ${weight}`, kind: 'index', object: 'i', table, statements: [], dependsOn: [], weight };
}

const stepMs = 20;
const workersOfAKind = 2;

/** Runs to the end; answers everything that was told, and when the end was. */
export function simulate(tables: CatalogTable[], postData: PostDataUnit[], speeds: Speeds): { told: Told[]; endMs: number } {
  let nowMs = 5_000;
  const told: Told[] = [];
  const ledger = { units: new Map<string, LedgerUnit>() };
  const progress = progressCounter({
    tables,
    postData,
    ledger,
    isProving: true,
    report: (now) => told.push({ atMs: nowMs, progress: now }),
    nowMs: () => nowMs,
  });
  const note = (key: string, unit: Partial<LedgerUnit>) => ledger.units.set(key, { ...emptyUnit, key, ...ledger.units.get(key), ...unit });
  progress.phase('copy');
  const workers = [
    ...Array.from({ length: workersOfAKind }, () =>
      copyWorker(
        progress,
        [...tables].sort((a, b) => b.sizeBytes - a.sizeBytes),
        note,
        speeds,
      ),
    ),
    ...Array.from({ length: workersOfAKind }, () => indexWorker(progress, postData, ledger.units, note, speeds)),
  ];
  let running = workers;
  while (running.length) {
    running = running.filter((worker) => !worker.next().done);
    nowMs += stepMs;
    if (nowMs % 1000 === 0) progress.phase('copy'); // as the timer does, once a second
  }
  progress.end();
  progress.phase('finish');
  return { told, endMs: nowMs };
}

const emptyUnit: LedgerUnit = {
  key: '',
  startedOn: '2026-01-01T00:00:00.000Z',
  endedOn: '2026-01-01T00:00:01.000Z',
  rows: 0,
  bytes: 0,
  sourceHash: undefined,
  proof: undefined,
};

type Note = (key: string, unit: Partial<LedgerUnit>) => void;
const taken = new WeakSet<object>();

function* copyWorker(progress: ProgressCounter, tables: CatalogTable[], note: Note, speeds: Speeds): Generator<void> {
  for (const one of tables) {
    if (taken.has(one)) continue;
    taken.add(one);
    const unit = [one];
    progress.begin(unit);
    let wireBytes = 0;
    for (let done = 0; done < one.sizeBytes; done += (speeds.copy * stepMs) / 1000) {
      const count = Math.round((speeds.copy * speeds.wirePerDisk * stepMs) / 1000);
      wireBytes += count;
      progress.bytes(unit, count, 10);
      yield;
    }
    note(tableKey(one.name), { bytes: wireBytes, rows: 1000 });
    progress.done(unit);
    for (let done = 0; done < one.sizeBytes; done += (speeds.proof * stepMs) / 1000) yield;
    note(tableKey(one.name), { proof: { algorithm: 'x', source: '1', target: '1', result: 'equal' } });
  }
}

function* indexWorker(
  progress: ProgressCounter,
  postData: PostDataUnit[],
  units: Map<string, LedgerUnit>,
  note: Note,
  speeds: Speeds,
): Generator<void> {
  const open = () => postData.filter((unit) => !taken.has(unit));
  while (open().length) {
    const unit = open().find((each) => units.has(tableKey(each.table ?? '')));
    if (!unit) {
      yield;
      continue;
    }
    taken.add(unit);
    const built = progress.building([unit]);
    for (let done = 0; done < unit.weight; done += (speeds.index * stepMs) / 1000) yield;
    note(postDataKey(unit.key), {});
    built();
  }
}
