// What is left to do on a database, by kind of work, as the estimate of its end needs it.
import type { RemainingWork, WorkKind } from './progress-estimate';
import type { CatalogTable, PostDataKind, PostDataUnit } from './schema/types';

/** A transaction of the target costs about as much as copying so much. */
export const unitBytes = 100_000;

const kindOf: Record<PostDataKind, WorkKind> = {
  index: 'index',
  constraint: 'index',
  attach: 'index',
  foreignKey: 'check',
  validate: 'check',
  matview: 'check',
  other: 'check',
};

export interface Remains {
  /** Of what is not committed yet. */
  copy: { tables: number; bytes: number; workers: number };
  toProve: CatalogTable[];
  /** By worker. */
  proving: CatalogTable[][];
  toBuild: PostDataUnit[];
  /** By worker. */
  building: PostDataUnit[][];
}

export function remainingWork({ copy, toProve, proving, toBuild, building }: Remains): Record<WorkKind, RemainingWork> {
  return {
    copy: { bytes: copy.bytes + copy.tables * unitBytes, workers: copy.workers, unseenBytes: 0 },
    proof: { bytes: workOf(toProve), workers: proving.length, unseenBytes: workOf(proving.flat()) },
    index: builds('index', toBuild, building),
    check: builds('check', toBuild, building),
  };
}

function builds(kind: WorkKind, toBuild: PostDataUnit[], building: PostDataUnit[][]): RemainingWork {
  const isOfKind = (unit: PostDataUnit) => kindOf[unit.kind] === kind;
  const bytesOf = (units: PostDataUnit[]) => units.filter(isOfKind).reduce((sum, { weight }) => sum + weight + unitBytes, 0);
  return {
    bytes: bytesOf(toBuild),
    workers: building.filter((units) => units.some(isOfKind)).length,
    unseenBytes: bytesOf(building.flat()),
  };
}

export const sizeOf = (tables: CatalogTable[]) => tables.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
const workOf = (tables: CatalogTable[]) => sizeOf(tables) + tables.length * unitBytes;

/** The indexes and constraints that a table needs to be usable, by its name. */
export function buildsByTable(postData: PostDataUnit[]): Map<string, PostDataUnit[]> {
  const byTable = new Map<string, PostDataUnit[]>();
  for (const unit of postData) {
    if (unit.table === undefined || kindOf[unit.kind] !== 'index') continue;
    const others = byTable.get(unit.table);
    if (others) others.push(unit);
    else byTable.set(unit.table, [unit]);
  }
  return byTable;
}
