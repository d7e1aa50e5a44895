// What every part of one `advance` call shares: the job, its names, and when to stop.
import { ledgerSchema, replacedDatabaseName, temporaryDatabaseName } from '../../domain/names';
import { quoteIdentifier } from '../../postgres/quote';
import type { Wire } from '../../postgres/wire';
import type { Advance, DatabaseJob, DatabaseReport, EngineContext } from '../engine';
import type { Slice } from './slice';

export interface Names {
  /** Unquoted names of databases on the target. */
  temporary: string;
  replaced: string;
  final: string;
  /** Quoted name of the ledger's schema. */
  ledger: string;
  /** The same, unquoted. */
  ledgerSchema: string;
}

export interface Work {
  job: DatabaseJob;
  names: Names;
  /** Aborted by a cancel, by the loss of the lock, and when another part failed: every session ends at once. */
  signal: AbortSignal;
  abort(reason: unknown): void;
  context: EngineContext;
  /** Set once there is something to tell: the report of a database that ends with this error. */
  failedReport?: (error: unknown) => DatabaseReport;
  /** Brings the rows of tables where our own COPY does not: called when the tables are there. */
  bringRows?: BringRows;
  /** Set with it: shows that the work stands still until there is room on the target. */
  waitsForRoom?: () => void;
}

/** The slice ends and is to be gone on with later. Undefined: what the ledger does not have is for our own COPY to bring. */
export type Waiting = Extract<Advance, { kind: 'notYet' }> | undefined;
/** `target` is open in the temporary database. */
export type BringRows = (slice: Slice, target: Wire) => Promise<Waiting>;

export function namesOf({ migrationId, number, database }: DatabaseJob): Names {
  const schema = ledgerSchema(migrationId);
  return {
    temporary: temporaryDatabaseName(migrationId, number),
    replaced: replacedDatabaseName(migrationId, number),
    final: database,
    ledger: quoteIdentifier(schema),
    ledgerSchema: schema,
  };
}

/** Runs parts side by side; the first failure stops the others, and is thrown when all have ended. */
export async function together(work: Work, parts: Promise<unknown>[]): Promise<void> {
  let failure: { error: unknown } | undefined;
  const stopOthers = (error: unknown) => {
    failure ??= { error };
    work.abort(error);
  };
  await Promise.all(parts.map((part) => part.catch(stopOthers)));
  if (failure) throw failure.error;
}
