// Makes a database's report out of its ledger.
import { createHash } from 'node:crypto';
import { copyHashAlgorithm } from '../../postgres/copy-hash';
import type { CatalogComparison, DatabaseReport, TableReport } from '../engine';
import { CatalogMismatch } from './catalog/compare/catalog-mismatch';
import { ContentMismatch } from './content-mismatch';
import type { Ledger } from './ledger';
import { isLargeObjectsKey, tableKey } from './ledger-keys';
import type { CatalogTable, SchemaPlan, SourceCatalog } from './schema/types';
import { chunksOf } from './split-table';

export interface ReportInput {
  database: string;
  catalog: SourceCatalog;
  plan: SchemaPlan;
  /** Complete: every table copied and proven. */
  ledger: Ledger;
  catalogComparison?: CatalogComparison;
  findings: string[];
}

export function databaseReport({ database, catalog, plan, ledger, catalogComparison, findings }: ReportInput): DatabaseReport {
  const starts = [...ledger.units.values()].map(({ startedOn }) => startedOn).sort();
  const now = new Date().toISOString();
  return {
    database,
    startedOn: starts[0] ?? now,
    endedOn: now,
    tables: catalog.tables.map((table) => tableReport(table, ledger)).sort(byName),
    indexes: catalog.indexes.filter(({ isValid }) => isValid).length,
    constraints: catalog.constraints.length,
    sequences: catalog.sequences.length,
    largeObjects: largeObjectsReport(ledger),
    skipped: plan.skipped,
    catalog: catalogComparison,
    findings,
  };
}

/** What is known of a database that failed: the tables that were copied, and the rows that differ. Nothing is built that counts. */
export function failedReport(input: ReportInput, error: unknown): DatabaseReport {
  const { catalog, ledger } = input;
  const catalogComparison = error instanceof CatalogMismatch ? error.comparison : undefined;
  const nothing = databaseReport({
    ...input,
    catalogComparison,
    catalog: { ...catalog, tables: [], indexes: [], constraints: [], sequences: [] },
  });
  const copied = catalog.tables.filter(({ name }) => ledger.units.has(tableKey(name)));
  return { ...nothing, tables: copied.map((table) => tableReport(table, ledger, proofIn(error, table))).sort(byName) };
}

const byName = (one: TableReport, other: TableReport) => (one.name < other.name ? -1 : 1);

function tableReport({ name }: CatalogTable, ledger: Ledger, missing?: Pick<TableReport, 'proof' | 'differences'>): TableReport {
  const { units, attempts } = ledger;
  const unit = units.get(tableKey(name));
  const result = unit?.proof ? { proof: unit.proof } : missing;
  if (!unit || !result) throw new Error(`Table ${name} is reported before it is proven.`);
  const { rows, bytes, startedOn, endedOn } = unit;
  const chunks = chunksOf(ledger, name);
  const attempt = Math.max(attempts.get(tableKey(name)) ?? 1, ...(chunks ?? []).map((chunk) => chunk.attempts));
  return { name, rows, bytes, startedOn, endedOn, attempts: attempt, ...result, ...(chunks ? { chunks } : {}) };
}

/** Of a table that was not proven. */
function proofIn(error: unknown, { name }: CatalogTable): Pick<TableReport, 'proof' | 'differences'> {
  if (error instanceof ContentMismatch && error.table === name) return { proof: error.proof, differences: error.differences };
  return { proof: { algorithm: '', source: '', target: '', result: 'unproven' } };
}

/** The hashes of all batches in order make one. */
function largeObjectsReport({ units }: Ledger): DatabaseReport['largeObjects'] {
  const batches = [...units.values()].filter(({ key }) => isLargeObjectsKey(key)).sort((one, other) => (one.key < other.key ? -1 : 1));
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  const combine = (side: 'source' | 'target') =>
    createHash('sha256')
      .update(batches.map((batch) => batch.proof?.[side] ?? '').join())
      .digest('hex');
  const results = batches.map(({ proof }) => proof?.result ?? 'unproven');
  const worst = (['different', 'unproven', 'equal'] as const).find((result) => results.includes(result)) ?? 'unproven';
  return {
    count: sum(batches.map(({ rows }) => rows)),
    bytes: sum(batches.map(({ bytes }) => bytes)),
    proof: batches.length
      ? {
          algorithm: `sha256 of ${copyHashAlgorithm}`,
          source: combine('source'),
          target: worst === 'unproven' ? '' : combine('target'),
          result: worst,
        }
      : undefined,
  };
}
