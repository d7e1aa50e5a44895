// The ledger of one database: what is done, kept in the database itself, in the same transactions as the data.
import { quoteIdentifier, quoteLiteral } from '../../postgres/quote';
import type { StatementResult } from '../../postgres/statement-result';
import type { Wire } from '../../postgres/wire';
import type { TableProof } from '../engine';

/** A unit of work that is committed. */
export interface LedgerUnit {
  key: string;
  startedOn: string;
  endedOn: string;
  rows: number;
  bytes: number;
  /** Hash of what the source sent; for units with content. */
  sourceHash: string | undefined;
  proof: TableProof | undefined;
}

export interface Ledger {
  units: Map<string, LedgerUnit>;
  /** Transactions begun, by key. */
  attempts: Map<string, number>;
  /** Things to remember, as JSON text. */
  facts: Map<string, string>;
}

const isoTime = (column: string) => `pg_catalog.to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * Idempotent. The primary key of `unit` is the fence of DESIGN 5: a second writer of the same unit waits for the first, then fails. Parts of a
 * split table name the attempt that emptied it: deleting the attempt waits for late writers, forgets their parts and bars who comes later.
 */
export async function createLedger(wire: Wire, ledger: string): Promise<void> {
  await wire.query(`
    BEGIN;
    CREATE SCHEMA IF NOT EXISTS ${ledger};
    CREATE TABLE IF NOT EXISTS ${ledger}.unit (
      key text PRIMARY KEY,
      started_on timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
      ended_on timestamptz,
      attempt text REFERENCES ${ledger}.unit ON DELETE CASCADE,
      rows bigint, bytes bigint, source_hash text,
      algorithm text, proof_source text, proof_target text
    );
    CREATE TABLE IF NOT EXISTS ${ledger}.attempt (key text PRIMARY KEY, count int NOT NULL);
    CREATE TABLE IF NOT EXISTS ${ledger}.fact (name text PRIMARY KEY, value text NOT NULL);
    COMMIT`);
}

export async function readLedger(wire: Wire, ledger: string): Promise<Ledger> {
  const [units, attempts, facts] = await wire.query(
    `${selectUnits(ledger)}; SELECT key, count FROM ${ledger}.attempt; SELECT name, value FROM ${ledger}.fact`,
  );
  return {
    units: unitsOf(units),
    attempts: new Map((attempts?.rows ?? []).map(([key, count]) => [String(key), Number(count)])),
    facts: new Map((facts?.rows ?? []).map(([name, value]) => [String(name), String(value)])),
  };
}

/** All units, or those of some keys. */
export function selectUnits(ledger: string, keys?: string[]): string {
  const only = keys ? `WHERE key IN (${keys.map(quoteLiteral).join(', ')})` : '';
  return `SELECT key, ${isoTime('started_on')}, ${isoTime('coalesce(ended_on, started_on)')}, coalesce(rows, 0), coalesce(bytes, 0), source_hash,
                 algorithm, proof_source, proof_target
          FROM ${ledger}.unit ${only}`;
}

export const unitsOf = (selected: StatementResult | undefined) =>
  new Map((selected?.rows ?? []).map((row) => [String(row[0]), ledgerUnit(row)]));

function ledgerUnit([key, startedOn, endedOn, rows, bytes, sourceHash, algorithm, source, target]: (string | null)[]): LedgerUnit {
  return {
    key: String(key),
    startedOn: String(startedOn),
    endedOn: String(endedOn),
    rows: Number(rows),
    bytes: Number(bytes),
    sourceHash: sourceHash ?? undefined,
    proof: algorithm && source && target != null ? { algorithm, source, target, result: resultOf(source, target) } : undefined,
  };
}

/** Empty: nothing was read back. */
const resultOf = (source: string, target: string) => (target === '' ? 'unproven' : source === target ? 'equal' : 'different');

/** Counts the transactions that are about to begin, in a commit of its own; returns the highest count. */
export async function countAttempts(wire: Wire, ledger: string, keys: string[]): Promise<number> {
  const [counted] = await wire.query(`${insertAttempts(ledger, keys)} RETURNING count`);
  return Math.max(...(counted?.rows ?? []).map(([count]) => Number(count)));
}

/** To be committed before the transaction begins that is counted. */
export function insertAttempts(ledger: string, keys: string[]): string {
  const values = keys.map((key) => `(${quoteLiteral(key)}, 1)`).join(', ');
  return `INSERT INTO ${ledger}.attempt AS a VALUES ${values} ON CONFLICT (key) DO UPDATE SET count = a.count + 1`;
}

/** Counts the attempt, then begins the transaction of units that are known to the ledger from then on. */
export const beginStatements = 5;
export const beginUnits = (ledger: string, keys: string[], attempt?: string) =>
  ['BEGIN', insertAttempts(ledger, keys), 'COMMIT', 'BEGIN', insertUnits(ledger, keys, attempt)].join(';');

/** First statement of a unit's transaction. `attempt`: of the split table that the units are parts of. */
export function insertUnits(ledger: string, keys: string[], attempt?: string): string {
  const of = attempt === undefined ? 'NULL' : quoteLiteral(attempt);
  return `INSERT INTO ${ledger}.unit (key, attempt) VALUES ${keys.map((key) => `(${quoteLiteral(key)}, ${of})`).join(', ')}`;
}

/** Last statement of a unit's transaction without content. */
export function endUnits(ledger: string, keys: string[]): string {
  return `UPDATE ${ledger}.unit SET ended_on = pg_catalog.clock_timestamp() WHERE key IN (${keys.map(quoteLiteral).join(', ')})`;
}

/** Nothing was read back. */
export const unprovenBy = (algorithm: string, source: string): TableProof => ({ algorithm, source, target: '', result: 'unproven' });

export interface UnitContent {
  key: string;
  rows: number;
  bytes: number;
  hash: string;
}

/** Last statement of a unit's transaction with content. */
export function endUnitsWithContent(ledger: string, contents: UnitContent[]): string {
  const values = contents
    .map(({ key, rows, bytes, hash }) => `(${quoteLiteral(key)}, ${rows}, ${bytes}, ${quoteLiteral(hash)})`)
    .join(', ');
  return `UPDATE ${ledger}.unit AS u SET rows = v.rows, bytes = v.bytes, source_hash = v.hash, ended_on = pg_catalog.clock_timestamp()
          FROM (VALUES ${values}) AS v (key, rows, bytes, hash) WHERE u.key = v.key`;
}

export function storeProofs(ledger: string, proofs: { key: string; proof: TableProof }[]): string {
  const values = proofs
    .map(({ key, proof }) => `(${[key, proof.algorithm, proof.source, proof.target].map(quoteLiteral).join(', ')})`)
    .join(', ');
  return `UPDATE ${ledger}.unit AS u SET algorithm = v.algorithm, proof_source = v.source, proof_target = v.target
          FROM (VALUES ${values}) AS v (key, algorithm, source, target) WHERE u.key = v.key`;
}

/** Of units that somebody else brought: how many rows there are is what was read, not what he said. */
export function storeProvenRows(ledger: string, keys: string[]): string {
  return `UPDATE ${ledger}.unit SET rows = pg_catalog.split_part(proof_source, '/', 2)::bigint WHERE key IN (${keys.map(quoteLiteral).join(', ')})`;
}

export function storeFact(ledger: string, name: string, value: unknown): string {
  const [quotedName, quotedValue] = [quoteLiteral(name), quoteLiteral(JSON.stringify(value))];
  return `INSERT INTO ${ledger}.fact VALUES (${quotedName}, ${quotedValue}) ON CONFLICT (name) DO UPDATE SET value = excluded.value`;
}

/** Undefined where the database has no such ledger. */
export async function readFact<Value>(wire: Wire, ledgerSchema: string, name: string): Promise<Value | undefined> {
  const table = `${quoteIdentifier(ledgerSchema)}.fact`;
  const [exists] = await wire.query(`SELECT pg_catalog.to_regclass(${quoteLiteral(table)})::text`);
  if (!exists?.rows[0]?.[0]) return undefined;
  const [fact] = await wire.query(`SELECT value FROM ${table} WHERE name = ${quoteLiteral(name)}`);
  const value = fact?.rows[0]?.[0];
  return value == null ? undefined : JSON.parse(value);
}
