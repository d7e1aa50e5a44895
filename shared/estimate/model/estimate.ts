/** The answer of an estimate, from what is known of the databases and what was measured. Pure. */
import type { DatabaseEstimate, DatabaseSize, Duration, Estimate, Measurement, TargetFacts } from '../types';
import { assumptionsOf } from './assumptions';
import { capacityOf } from './capacity';
import { criticalPath } from './critical-path';
import { type Run, schedule } from './schedule';
import { specificationTable, specifiedSeconds } from './specification';
import { peakStorageBytes } from './storage';
import { tableCosts } from './table-costs';
import { tasksOf } from './tasks';

export interface EstimateInput {
  databases: DatabaseSize[];
  measurement: Measurement;
  target: TargetFacts;
  /** What measuring took. */
  seconds: number;
  warnings: string[];
}

const largestShown = 5;

export function estimate({ databases, measurement, target, seconds, warnings }: EstimateInput): Estimate {
  const runs = schedule(tasksOf(databases, measurement, target), capacityOf(databases, measurement, target));
  const uncertainty = uncertaintyOf(databases, measurement);
  const sizeBytes = databases.reduce((sum, database) => sum + database.sizeBytes, 0);
  return {
    databases: databases.map((database) => databaseEstimate(database, databases, measurement, runs, uncertainty)),
    total: durationOf(endOf(runs), uncertainty),
    criticalPath: criticalPath(runs),
    peakStorageBytes: peakStorageBytes(databases, target),
    measured: {
      copyOutMBps: shown(measurement.figures.copyOutMBps),
      copyInMBps: shown(measurement.figures.copyInMBps),
      indexMBps: shown(measurement.figures.indexMBps),
      proofMBps: shown(measurement.figures.proofMBps),
      connectionMs: shown(measurement.figures.connectionMs),
      sampledBytes: Math.round(measurement.sampledBytes),
      seconds: rounded(seconds),
    },
    specification: { sizeBytes, seconds: Math.round(specifiedSeconds(sizeBytes)), table: specificationTable },
    assumptions: assumptionsOf(measurement, target),
    warnings,
  };
}

/** Seconds until everything is in place; for the budget of measuring, before there is anything to show. */
export function estimatedSeconds(databases: DatabaseSize[], measurement: Measurement, target: TargetFacts): number {
  return endOf(schedule(tasksOf(databases, measurement, target), capacityOf(databases, measurement, target)));
}

const endOf = (runs: readonly Run[]) => runs.reduce((end, run) => Math.max(end, run.end), 0);

function databaseEstimate(
  database: DatabaseSize,
  all: DatabaseSize[],
  measurement: Measurement,
  runs: readonly Run[],
  uncertainty: number,
): DatabaseEstimate {
  const { name, sizeBytes, tables } = database;
  const costs = tableCosts(database, measurement, all);
  const bytesOf = (table: (typeof tables)[number]) => table.indexes.reduce((sum, index) => sum + index.bytes, table.bytes);
  const largest = tables
    .map((table) => ({ table, bytes: bytesOf(table) }))
    .sort((one, other) => other.bytes - one.bytes)
    .slice(0, largestShown);
  return {
    name,
    sizeBytes,
    tables: tables.length,
    indexes: tables.reduce((sum, table) => sum + table.indexes.length, 0),
    duration: durationOf(endOf(runs.filter(({ task }) => task.database === name)), uncertainty),
    largest: largest.map(({ table, bytes }) => {
      const cost = costs.get(table.name);
      const seconds = cost ? cost.indexes.reduce((sum, index) => sum + index.seconds, cost.copy + cost.proof) : 0;
      return { table: table.name, bytes, share: rounded(bytes / Math.max(sizeBytes, 1)), seconds: rounded(seconds) };
    }),
  };
}

/** A part above and below: more where little of the whole was seen, and where the target could not be written. */
function uncertaintyOf(databases: readonly DatabaseSize[], { sampledBytes, isWritten }: Measurement): number {
  if (!isWritten) return 0.7;
  const bytes = databases.reduce((sum, { tables }) => sum + tables.reduce((total, table) => total + table.bytes, 0), 0);
  const times = Math.max(1, bytes / Math.max(sampledBytes, 1));
  return Math.min(0.6, 0.25 + 0.05 * Math.log10(times));
}

const durationOf = (seconds: number, uncertainty: number): Duration => ({
  seconds: rounded(seconds),
  from: rounded(seconds * (1 - uncertainty)),
  to: rounded(seconds * (1 + uncertainty)),
});

const shown = (figure: number | undefined) => (figure === undefined ? null : rounded(figure));

/** Three digits: more would pretend. */
const rounded = (number: number) => Number(number.toPrecision(3));
