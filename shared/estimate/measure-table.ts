/** Times of one large table and of a batch of small ones, from samples of their rows. */
import { performance } from 'node:perf_hooks';
import { type CopyDialect, copyOut } from '../engines/direct/copy-unit';
import { timed } from './look';
import {
  analyzeSample,
  buildIndexes,
  type CopiedSample,
  copySample,
  copyUnit,
  firstRows,
  fractionOf,
  growSample,
  readBack,
  readOut,
  type SampleSessions,
} from './sample-table';
import type { Sample } from './samples';

export interface TableTimes {
  sample: Sample;
  /** Read by nobody: what the source alone can do. */
  out: CopiedSample;
  copied: CopiedSample;
  /** Part of the table that was copied. */
  fraction: number;
  proofSeconds: number;
  indexSeconds: Record<string, number>;
  analyzeSeconds: number;
}

export interface SmallTimes {
  tables: number;
  indexes: number;
  bytes: number;
  createSeconds: number;
  copySeconds: number;
  proofSeconds: number;
  indexSeconds: number;
  analyzeSeconds: number;
}

/** Parts of the time: what is left is for the proof, and for what takes longer than it should. */
const copyPart = 0.2;
const indexPart = 0.9;

export async function timesOfTable(sessions: SampleSessions, sample: Sample, dialect: CopyDialect, seconds: number): Promise<TableTimes> {
  const { source, target } = sessions;
  const indexesUntil = performance.now() + seconds * indexPart * 1000;
  await target.query(sample.create);
  const out = await readOut(source, sample, dialect, firstRows(sample));
  const copied = await growSample(sessions, sample, dialect, out, seconds * copyPart);
  return {
    sample,
    out,
    copied,
    fraction: await fractionOf(source, sample, copied.rows),
    proofSeconds: await readBack(target, sample, dialect),
    analyzeSeconds: await analyzeSample(target, sample),
    indexSeconds: await buildIndexes(target, sample, indexesUntil),
  };
}

/** Tables of the same form as the sample's, one for each of two copies. */
const twins = ['"public"."pgflex_twin_1"', '"public"."pgflex_twin_2"'] as const;

/** How many times as much two copies of the same rows move at once as one did. */
export async function scalingOf(
  first: SampleSessions,
  second: SampleSessions,
  { sample, copied }: TableTimes,
  dialect: CopyDialect,
): Promise<number> {
  await first.target.query(twins.map((twin) => `CREATE TABLE ${twin} (LIKE ${sample.table.name})`).join('; '));
  const copy = (sessions: SampleSessions, twin: string) => copySample(sessions, sample, dialect, copied.rows, twin);
  const { seconds } = await timed(() => Promise.all([copy(first, twins[0]), copy(second, twins[1])]));
  return (2 * copied.seconds) / seconds;
}

/** Whole, in one transaction for each step, as the engine takes small tables. */
export async function timesOfSmallTables(sessions: SampleSessions, samples: readonly Sample[], dialect: CopyDialect): Promise<SmallTimes> {
  const { target } = sessions;
  const tables = samples.map(({ table }) => table);
  const indexes = samples.flatMap((sample) => sample.indexes);
  const seconds = async (work: () => Promise<unknown>) => (await timed(work)).seconds;
  const inOne = (statements: string[]) => target.query(['BEGIN', ...statements, 'COMMIT'].join('; '));
  const createSeconds = await seconds(() => inOne(samples.map(({ create }) => create)));
  const outSql = tables.map((table) => copyOut(table, dialect)).join('; ');
  const copySeconds = await seconds(() => copyUnit(sessions, { kind: 'batch', tables }, dialect, outSql));
  const proofSeconds = await seconds(() => target.query(outSql, { borrows: true, data: () => {}, done: () => {} }));
  return {
    tables: tables.length,
    indexes: indexes.length,
    bytes: tables.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    createSeconds,
    copySeconds,
    proofSeconds,
    indexSeconds: await seconds(() => inOne(indexes.map(({ definition }) => definition))),
    analyzeSeconds: await seconds(() => inOne([`ANALYZE ${tables.map(({ name }) => name).join(', ')}`])),
  };
}
