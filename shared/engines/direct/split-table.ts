// What the ledger says about a table that is copied in parts.
import { quoteLiteral } from '../../postgres/quote';
import type { Wire } from '../../postgres/wire';
import type { ChunkReport } from '../engine';
import { countAttempt, isUnitTaken } from './attempts';
import type { SplitPlan } from './copy-split-plan';
import { type CopyOutcome, noteUnits } from './copy-tables';
import {
  endUnits,
  endUnitsWithContent,
  insertAttempts,
  insertUnits,
  type Ledger,
  selectUnits,
  storeFact,
  storeProofs,
  type UnitContent,
  unprovenBy,
} from './ledger';
import { attemptKey, partKey, splitFact, tableKey } from './ledger-keys';
import { rowHashAlgorithm } from './row-hash';
import type { CatalogTable } from './schema/types';
import type { Slice } from './slice';

export interface SplitTable {
  slice: Slice;
  table: CatalogTable;
  plan: SplitPlan;
  /** The table as the progress counter knows it. */
  unit: CatalogTable[];
}

export function splitPlanOf({ facts }: Ledger, table: string): SplitPlan | undefined {
  const fact = facts.get(splitFact(table));
  return fact === undefined ? undefined : JSON.parse(fact);
}

export function isSplit({ ledger }: Slice, { name }: CatalogTable): boolean {
  const plan = splitPlanOf(ledger, name);
  return plan !== undefined && plan.kind !== 'whole';
}

/** Forgets the attempt before, empties the table, and stores how it is split. */
export async function beginAttempt(target: Wire, { slice, table: { name }, plan }: SplitTable): Promise<CopyOutcome> {
  const { ledger } = slice.work.names;
  const key = attemptKey(name, plan.attempt);
  countAttempt(slice.ledger, [tableKey(name)], name);
  const statements = [
    'BEGIN',
    insertAttempts(ledger, [tableKey(name)]),
    'COMMIT',
    'BEGIN',
    insertUnits(ledger, [key]),
    forgetAttempt(ledger, name, plan.attempt - 1),
    `TRUNCATE ONLY ${name}`,
    storeFact(ledger, splitFact(name), plan),
    endUnits(ledger, [key]),
    'COMMIT',
  ];
  const outcome = await orTaken(target.query(statements.join(';')));
  if (outcome !== 'taken') slice.ledger.facts.set(splitFact(name), JSON.stringify(plan));
  return outcome;
}

/** Waits for writers of that attempt that are about to commit; its parts are forgotten with it, and later ones find nothing to belong to. */
const forgetAttempt = (ledger: string, table: string, attempt: number) =>
  `DELETE FROM ${ledger}.unit WHERE key = ${quoteLiteral(attemptKey(table, attempt))}`;

/** From here on the table counts as copied. */
export async function noteCopied(
  target: Wire,
  { slice, table, plan, unit }: SplitTable,
  content: Omit<UnitContent, 'key'>,
): Promise<CopyOutcome> {
  const { names, job } = slice.work;
  const key = tableKey(table.name);
  const attempt = attemptKey(table.name, plan.attempt);
  const statements = [
    'BEGIN',
    insertUnits(names.ledger, [key], attempt),
    endUnitsWithContent(names.ledger, [{ key, ...content }]),
    `UPDATE ${names.ledger}.unit SET started_on = (SELECT a.started_on FROM ${names.ledger}.unit a WHERE a.key = ${quoteLiteral(attempt)})
     WHERE key = ${quoteLiteral(key)}`,
    ...(job.proof === 'off' ? [storeProofs(names.ledger, [{ key, proof: unprovenBy(rowHashAlgorithm, content.hash) }])] : []),
    'COMMIT',
    selectUnits(names.ledger, [key]),
  ];
  const query = target.query(statements.join(';'));
  if ((await orTaken(query)) === 'taken') return 'taken';
  noteUnits(slice, await query);
  slice.progress.done(unit);
  slice.changes.notify();
  return 'copied';
}

/** The parts do not make up the table: it is emptied and copied in one piece. */
export async function copyWholeInstead(target: Wire, { slice, table: { name }, plan }: SplitTable): Promise<void> {
  const { ledger } = slice.work.names;
  const whole: SplitPlan = { kind: 'whole', attempt: plan.attempt, bounds: [] };
  const statements = [
    'BEGIN',
    forgetAttempt(ledger, name, plan.attempt),
    `TRUNCATE ONLY ${name}`,
    storeFact(ledger, splitFact(name), whole),
    'COMMIT',
  ];
  await target.query(statements.join(';'));
  slice.ledger.facts.set(splitFact(name), JSON.stringify(whole));
}

async function orTaken(query: Promise<unknown>): Promise<CopyOutcome> {
  try {
    await query;
    return 'copied';
  } catch (error) {
    if (isUnitTaken(error)) return 'taken';
    throw error;
  }
}

/** For the report: the ranges of a split table. */
export function chunksOf(ledger: Ledger, table: string): ChunkReport[] | undefined {
  const plan = splitPlanOf(ledger, table);
  if (plan?.kind !== 'ranges') return undefined;
  return Array.from({ length: plan.bounds.length + 1 }, (_, range) => {
    const key = partKey(table, range);
    const unit = ledger.units.get(key);
    return {
      from: plan.bounds[range - 1],
      to: plan.bounds[range],
      rows: unit?.rows ?? 0,
      bytes: unit?.bytes ?? 0,
      attempts: ledger.attempts.get(key) ?? 1,
      proof: unit?.proof,
    };
  });
}
