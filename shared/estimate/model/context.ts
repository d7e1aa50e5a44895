/** What all tasks of one database share. */
import { streamsPerProcess } from '../../engines/direct/copy-tuning';
import type { DatabaseSize, Measurement } from '../types';
import type { Task } from './schedule';
import type { TableCosts } from './table-costs';

export interface Context {
  database: DatabaseSize;
  /** Of the database, within the migration. */
  number: number;
  measurement: Measurement;
  costs: Map<string, TableCosts>;
  /** That one copy keeps busy. */
  copyCores: number;
  /** Copies at once. */
  streams: number;
}

export const copyPlace = 'copy';
export const buildPlace = 'build';

/** Builds of indexes at once on a target with so many cores (stream-budget.ts). */
export const buildsOf = (cores: number) => Math.max(2, cores);
export const streamsOf = (cores: number) => Math.min(streamsPerProcess, buildsOf(cores));

export function task({ database, number }: Context, key: string, part: Partial<Task> & Pick<Task, 'kind' | 'seconds'>): Task {
  return { key: `${number} ${key}`, database: database.name, cores: 1, places: [], after: [], ...part };
}

export const keysOf = (tasks: readonly Task[]) => tasks.map(({ key }) => key);
export const sum = <Item>(items: readonly Item[], of: (item: Item) => number) => items.reduce((total, item) => total + of(item), 0);
