/** Measures samples of the real tables, as much as fits into the time. */
import { performance } from 'node:perf_hooks';
import { estimateApplicationName } from '../domain/names';
import type { CopyDialect } from '../engines/direct/copy-unit';
import type { ServerConnection } from '../engines/engine';
import { describeError } from '../postgres/server-message';
import { readerSettings, writerSettings } from '../postgres/session-settings';
import { SpliceError } from '../postgres/splice';
import { openWire, type Wire } from '../postgres/wire';
import { type SmallTimes, scalingOf, type TableTimes, timesOfSmallTables, timesOfTable } from './measure-table';
import type { SampleSessions } from './sample-table';
import type { Sample, Samples } from './samples';

/** What was seen of the samples; the model makes speeds of it. */
export interface Times {
  large: TableTimes[];
  small?: SmallTimes;
  /** Two copies at once move so many times as much as one. */
  copyScaling?: number;
  /** Why some were not measured. */
  failures: string[];
}

export interface MeasureInput {
  source: ServerConnection;
  target: ServerConnection;
  /** Name of the database on the target that holds the samples. */
  database: string;
  samples: Samples;
  dialect: CopyDialect;
  /** When measuring should be over (`performance.now`). */
  untilMs: number;
  signal: AbortSignal;
}

/** Below, a table's sample is too small to tell its pace from its beginning. */
const leastSeconds = 0.1;
/** Of the time of the largest table, where there are others: its rows are copied twice more, at once. */
const scalingPart = 0.3;
/** As the engine's builders have it (post-data-workers.ts). */
const builderSettings = `SET maintenance_work_mem = '256MB'; SET max_parallel_maintenance_workers = 0`;

export async function measure(input: MeasureInput): Promise<Times> {
  const { samples, dialect, untilMs, signal } = input;
  const { large } = samples;
  const times: Times = { large: [], failures: [] };
  const sessions = sampleSessions(input);
  const attempt = async (what: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      signal.throwIfAborted();
      sessions.end(); // a COPY that failed has used them up
      times.failures.push(`${what} could not be sampled: ${describeError(error instanceof SpliceError ? error.cause : error)}.`);
    }
  };
  try {
    const [warmUp, ...small] = samples.small;
    if (warmUp && small.length) {
      await attempt(`${small.length} small tables`, async () => {
        const pair = await sessions.first(warmUp.database);
        await createSchemas(pair.target, samples.small);
        await timesOfSmallTables(pair, [warmUp], dialect); // the first statements of a session read the catalogue: not once for each table
        times.small = await timesOfSmallTables(pair, small, dialect);
      });
    }
    for (const [index, sample] of large.entries()) {
      const left = (untilMs - performance.now()) / 1000;
      if (times.large.length && left < leastSeconds) break; // one is better than none
      const ofRest = sample.table.sizeBytes / large.slice(index).reduce((sum, { table }) => sum + table.sizeBytes, 0);
      const seconds = Math.max(leastSeconds, left * ofRest);
      const isScaled = large.length > 1 && times.copyScaling === undefined;
      await attempt(`Table ${sample.table.name}`, async () => {
        const pair = await sessions.first(sample.database);
        await createSchemas(pair.target, [sample]);
        const measured = await timesOfTable(pair, sample, dialect, isScaled ? seconds * (1 - scalingPart) : seconds);
        times.large.push(measured);
        if (isScaled) times.copyScaling = await scalingOf(pair, await sessions.open(sample.database), measured, dialect);
      });
    }
    return times;
  } finally {
    sessions.end();
  }
}

function sampleSessions({ source, target, database, signal }: MeasureInput) {
  let opened: Wire[] = [];
  const kept = new Map<string, SampleSessions>();
  const openOne = async (server: ServerConnection, name: string, settings: string) => {
    const wire = await openWire(server, { database: name, applicationName: estimateApplicationName, signal });
    opened.push(wire);
    await wire.query(settings);
    return wire;
  };
  const open = async (from: string): Promise<SampleSessions> => ({
    source: await openOne(source, from, readerSettings),
    target: await openOne(target, database, `${writerSettings}; ${builderSettings}`),
  });
  return {
    open,
    /** The same for every sample of a database. */
    async first(from: string): Promise<SampleSessions> {
      const pair = kept.get(from) ?? (await open(from));
      kept.set(from, pair);
      return pair;
    },
    end() {
      for (const wire of opened) wire.end();
      opened = [];
      kept.clear();
    },
  };
}

async function createSchemas(target: Wire, samples: readonly Sample[]): Promise<void> {
  const schemas = new Set(samples.map(({ schema }) => schema));
  await target.query([...schemas].map((schema) => `CREATE SCHEMA IF NOT EXISTS ${schema}`).join('; '));
}
