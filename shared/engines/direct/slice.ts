// What one slice of a database's work knows: the plan, what the ledger says is done, and how to tell the workers that it changed.
import { type Condition, condition } from './condition';
import type { CopyDialect } from './copy-unit';
import { largeObjectBatches } from './large-object-batches';
import type { Ledger } from './ledger';
import { postDataKey, tableKey } from './ledger-keys';
import { type ProgressCounter, progressCounter } from './progress';
import type { CatalogTable, PostDataUnit, SchemaPlan, SourceCatalog } from './schema/types';
import type { SourceSide } from './source-side';
import type { Work } from './work';

export interface Slice {
  work: Work;
  plan: SchemaPlan;
  catalog: SourceCatalog;
  source: SourceSide;
  dialect: CopyDialect;
  ledger: Ledger;
  progress: ProgressCounter;
  /** Places for streams of the target that this database has taken. */
  streams: { taken: number };
  /** Notified whenever a unit is committed, or will never be. */
  changes: Condition;
  /** Called when a unit begins. */
  begin(): void;
  /** True when no new unit may start: the time is up, and something was begun, so that every slice gets on. */
  isOver(): boolean;
}

export function newSlice(parts: Pick<Slice, 'work' | 'plan' | 'catalog' | 'source' | 'ledger'>): Slice {
  const { work, catalog, ledger } = parts;
  let begun = false;
  const slice = {
    ...parts,
    dialect: { encoding: catalog.database.encoding },
    streams: { taken: 0 },
    changes: condition(),
    begin: () => {
      begun = true;
    },
    isOver: () => begun && Date.now() >= work.context.softDeadline.getTime(),
  };
  const { job, context } = work;
  const isProving = job.proof !== 'off';
  const progress = progressCounter({ tables: catalog.tables, postData: parts.plan.postData, ledger, isProving, report: context.report });
  return { ...slice, progress };
}

export const isCopied = ({ ledger }: Slice, table: string) => ledger.units.has(tableKey(table));
export const isProven = ({ ledger }: Slice, { name }: CatalogTable) => ledger.units.get(tableKey(name))?.proof !== undefined;
export const isPostDataDone = ({ ledger }: Slice, { key }: PostDataUnit) => ledger.units.has(postDataKey(key));
export const largeObjectsAreProven = ({ ledger, catalog }: Slice) =>
  largeObjectBatches(catalog.largeObjects).every(({ key }) => ledger.units.get(key)?.proof !== undefined);
export const allCopied = (slice: Slice) => slice.catalog.tables.every(({ name }) => isCopied(slice, name));
