/** Estimates how long moving these databases takes: looks at both servers, and measures samples between them. */
import { performance } from 'node:perf_hooks';
import { fail, type MigrationError, MigrationFailure, migrationError } from '../domain/error-codes';
import { estimateShare, longestEstimateMs, shortestEstimateMs } from '../domain/limits';
import type { ServerConnection } from '../engines/engine';
import { describeError } from '../postgres/server-message';
import { type Look, lookAt } from './look';
import { measure } from './measure';
import { estimate, estimatedSeconds } from './model/estimate';
import { measurementOf } from './model/measurement-of';
import { withSampleDatabase } from './sample-database';
import { chooseTables, readSamples } from './samples';
import type { Estimate, Measurement } from './types';

/** Beyond the time for measuring: for servers that answer slowly, or not at all. */
const patienceMs = 20_000;

/**
 * What it makes on the target is a database of its own, which it drops, even when aborted. Throws a MigrationFailure when a server or a
 * database cannot be looked at. Where samples can't be measured, the answer says so and is wider.
 */
export async function estimateFor(
  source: ServerConnection,
  target: ServerConnection,
  databases: readonly string[],
  aborted: AbortSignal = new AbortController().signal,
): Promise<Estimate> {
  const begunMs = performance.now();
  const signal = AbortSignal.any([aborted, AbortSignal.timeout(longestEstimateMs + patienceMs)]);
  const look = await lookAt(source, target, databases, signal).catch((error) => {
    aborted.throwIfAborted();
    throw signal.aborted ? fail('SERVER_UNREACHABLE', 'Source and target did not answer in time.', { cause: error }) : error;
  });
  const { measurement, warnings } = await measureBoth(source, target, look, begunMs, signal);
  aborted.throwIfAborted();
  return estimate({
    databases: look.databases.map(({ size }) => size),
    measurement,
    target: look.target,
    seconds: (performance.now() - begunMs) / 1000,
    warnings,
  });
}

interface Measured {
  measurement: Measurement;
  warnings: string[];
}

async function measureBoth(
  source: ServerConnection,
  target: ServerConnection,
  look: Look,
  begunMs: number,
  signal: AbortSignal,
): Promise<Measured> {
  const assumed = measurementOf(look, undefined);
  const [largest] = [...look.databases].sort((one, other) => other.size.sizeBytes - one.size.sizeBytes);
  if (!largest) return { measurement: assumed, warnings: [] };
  if (!look.target.mayCreateDatabases) {
    const missing = migrationError('TARGET_RIGHTS_MISSING', `The target login '${target.user}' may not create databases.`);
    return { measurement: assumed, warnings: [notMeasured(textOf(missing))] };
  }
  const { database } = largest.catalog;
  try {
    const samples = await readSamples(source, chooseTables(look.databases, largest), signal);
    const { value, left } = await withSampleDatabase(target, database, async ({ name, createSeconds }) => {
      const dialect = { encoding: database.encoding };
      const untilMs = begunMs + budgetMs(look, assumed) - createSeconds * 1000; // dropping takes about as long as making
      const times = await measure({ source, target, database: name, samples, dialect, untilMs, signal });
      return { measurement: measurementOf(look, times, createSeconds), failures: times.failures };
    });
    return { measurement: value.measurement, warnings: [...value.failures, ...left] };
  } catch (error) {
    const why = error instanceof MigrationFailure ? textOf(error.error) : `${describeError(error)}.`;
    return { measurement: assumed, warnings: [notMeasured(why)] };
  }
}

/** A part of the result, guessed from the sizes; the model takes an assumed pace for it. */
function budgetMs({ databases, target }: Look, assumed: Measurement): number {
  const sizes = databases.map(({ size }) => size);
  const part = estimatedSeconds(sizes, assumed, target) * 1000 * estimateShare;
  return Math.min(longestEstimateMs, Math.max(shortestEstimateMs, part));
}

const textOf = ({ code, message, hint }: MigrationError) => `${code}: ${message} ${hint}`.trim();
const notMeasured = (why: string) => `Nothing could be measured, so that all speeds are assumed. ${why}`;
