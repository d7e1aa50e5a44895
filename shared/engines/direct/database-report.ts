// Makes a database's report out of its ledger.
import { createHash } from 'node:crypto';
import { copyHashAlgorithm } from '../../postgres/copy-hash';
import type { DatabaseReport, TableReport } from '../engine';
import type { Ledger, LedgerUnit } from './ledger';
import { isLargeObjectsKey, tableKey } from './ledger-keys';
import type { CatalogTable, SchemaPlan, SourceCatalog } from './schema/types';

export interface ReportInput {
  database: string;
  catalog: SourceCatalog;
  plan: SchemaPlan;
  /** Complete: every table copied and proven. */
  ledger: Ledger;
  findings: string[];
}

export function databaseReport({ database, catalog, plan, ledger, findings }: ReportInput): DatabaseReport {
  const starts = [...ledger.units.values()].map(({ startedOn }) => startedOn).sort();
  const now = new Date().toISOString();
  return {
    database,
    startedOn: starts[0] ?? now,
    endedOn: now,
    tables: catalog.tables.map((table) => tableReport(table, ledger)).sort((one, other) => (one.name < other.name ? -1 : 1)),
    indexes: catalog.indexes.filter(({ isValid }) => isValid).length,
    constraints: catalog.constraints.length,
    sequences: catalog.sequences.length,
    largeObjects: largeObjectsReport(ledger),
    skipped: plan.skipped,
    findings,
  };
}

function tableReport({ name }: CatalogTable, { units, attempts }: Ledger): TableReport {
  const unit = units.get(tableKey(name));
  if (!unit?.proof) throw new Error(`Table ${name} is reported before it is proven.`);
  const { rows, bytes, startedOn, endedOn, proof } = unit;
  return { name, rows, bytes, startedOn, endedOn, attempts: attempts.get(tableKey(name)) ?? 1, proof };
}

/** The hashes of all batches in order make one. */
function largeObjectsReport({ units }: Ledger): DatabaseReport['largeObjects'] {
  const batches = [...units.values()].filter(({ key }) => isLargeObjectsKey(key)).sort((one, other) => (one.key < other.key ? -1 : 1));
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  const combine = (side: 'source' | 'target') =>
    createHash('sha256')
      .update(batches.map((batch) => batch.proof?.[side] ?? '').join())
      .digest('hex');
  const isEqual = batches.every((batch: LedgerUnit) => batch.proof?.result === 'equal');
  return {
    count: sum(batches.map(({ rows }) => rows)),
    bytes: sum(batches.map(({ bytes }) => bytes)),
    proof: batches.length
      ? {
          algorithm: `sha256 of ${copyHashAlgorithm}`,
          source: combine('source'),
          target: combine('target'),
          result: isEqual ? 'equal' : 'different',
        }
      : undefined,
  };
}
