// Moves the rows of one database: slot, full load from the slot's snapshot, then waits until it is told to complete.
import type { Client } from 'pg';
import type { CompletionDesk } from './completion-desk';
import type { ConnectionInfo } from './connection-info';
import { copyTable } from './copy-table';
import type { DatabaseProgress, DatabaseState, TableProgress, TableState } from './database-progress';
import { wordsOf } from './failures';
import { createReplicationSlot, dropReplicationSlot, incomingChanges, type ReplicationSlot } from './replication-slot';
import { type SessionGroup, sessionGroup } from './session-group';
import { beginTargetLoad } from './target-load';
import { plainName, requireOnTarget, selected, type UserTable, userTables } from './user-tables';

export interface DatabaseMove {
  source: ConnectionInfo;
  target: ConnectionInfo;
  name: string;
  targetName: string;
  /** All when undefined. */
  selectedTables?: string[];
  ca: string;
}

export interface MoveControl {
  signal: AbortSignal;
  desk: CompletionDesk;
  /** A state of the database changed. */
  changed(): void;
}

/** Values print alike on every version, nothing is hidden, and the session waits as long as it has to. */
const sessionSettings = `SET search_path = ''; SET row_security = off; SET timezone = 'UTC'; SET datestyle = 'ISO, YMD';
  SET intervalstyle = 'postgres'; SET extra_float_digits = 3; SET bytea_output = 'hex'; SET xmloption = 'content';
  SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0`;

const changesIntervalMs = 1_000;

/** Never rejects: how it ended stands in `progress`. The slot goes only with a completed database, as in the real service. */
export async function moveDatabase(move: DatabaseMove, progress: DatabaseProgress, control: MoveControl): Promise<void> {
  const sessions = sessionGroup(control.signal);
  const enter = (state: DatabaseState) => {
    control.signal.throwIfAborted();
    if (progress.state === state) return;
    progress.state = state;
    control.changed();
  };
  progress.startedOn = new Date();
  let outcome: DatabaseState = 'COMPLETE';
  try {
    enter('CONFIGURING');
    const { source, target, tables } = await configure(move, sessions, progress);
    enter('INITIALIAZING');
    const walsender = await sessions.open(move.source, { database: move.name, ca: move.ca, replication: true });
    const slot = await createReplicationSlot(walsender, await databaseOid(source));
    enter('STARTING');
    await source.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT '${slot.snapshot}'`);
    await walsender.end(); // the transaction holds the snapshot now
    const load = await beginTargetLoad(target, tables);
    enter('RUNNING');
    for (const table of progress.tables) await loadTable(source, target, table);
    await load.finish();
    await source.query('COMMIT');
    progress.initialized = true;
    const completed = await untilCompleted(source, slot, tables, progress, { ...control, enter });
    await dropReplicationSlot(source, slot).catch((error: unknown) => {
      completed(wordsOf(error));
      throw error;
    });
    completed();
  } catch (error) {
    outcome = control.signal.aborted ? 'CANCELLED' : 'FAILED';
    for (const table of progress.tables) table.state = undone(table.state, outcome);
    if (outcome === 'FAILED') progress.failure = { message: wordsOf(error), on: new Date() };
  }
  await sessions.end();
  progress.endedOn = new Date();
  progress.state = outcome;
  control.changed();
  control.desk.close(`Database '${move.name}' is in state ${outcome}.`);
}

function undone(state: TableState, outcome: DatabaseState): TableState {
  if (state === 'COMPLETED') return state;
  if (outcome === 'CANCELLED') return 'CANCELED';
  return state === 'ERROR' ? state : 'FAILED';
}

async function configure(move: DatabaseMove, sessions: SessionGroup, progress: DatabaseProgress) {
  const source = await sessions.open(move.source, { database: move.name, ca: move.ca });
  const target = await sessions.open(move.target, { database: move.targetName, ca: move.ca });
  for (const session of [source, target]) await session.query(sessionSettings);
  const { rows } = await source.query<{ server_encoding: string }>('SHOW server_encoding');
  // Its bytes have no meaning that could be converted or checked.
  if (rows[0]?.server_encoding === 'SQL_ASCII')
    for (const session of [source, target]) await session.query("SET client_encoding = 'SQL_ASCII'");
  const tables = selected(await userTables(source), move.selectedTables, move.name);
  progress.tables = tables.map((table) => ({ table, state: 'BEFORE_LOAD', rows: 0 }));
  await requireOnTarget(target, tables, move.targetName);
  return { source, target, tables };
}

async function databaseOid(source: Client): Promise<number> {
  const { rows } = await source.query<{ oid: number }>('SELECT oid FROM pg_database WHERE datname = current_database()');
  return rows[0]?.oid ?? 0;
}

async function loadTable(source: Client, target: Client, progress: TableProgress): Promise<void> {
  progress.state = 'FULL_LOAD';
  progress.startedOn = new Date();
  try {
    progress.rows = await copyTable(source, target, progress.table, (rows) => {
      progress.rows += rows;
    });
    progress.state = 'COMPLETED';
  } catch (error) {
    progress.state = 'ERROR';
    throw new Error(`Full load of table '${plainName(progress.table)}' failed. ${wordsOf(error)}`, { cause: error });
  } finally {
    progress.endedOn = new Date();
  }
}

/**
 * Resolves to whom the end has to be told. Changes are not applied: this stand-in is for migrations without writers, and says so by counting
 * them, for ever. The real service would apply them, and be ready after the last.
 */
async function untilCompleted(
  source: Client,
  slot: ReplicationSlot,
  tables: UserTable[],
  progress: DatabaseProgress,
  { enter, desk, signal }: MoveControl & { enter(state: DatabaseState): void },
): Promise<(problem?: string) => void> {
  for (;;) {
    progress.incomingChanges = await incomingChanges(source, slot, tables);
    enter(progress.incomingChanges > 0 ? 'RUNNING' : 'READY_TO_COMPLETE');
    const requests = await desk.take(changesIntervalMs, signal);
    if (requests.length === 0) continue;
    progress.incomingChanges = await incomingChanges(source, slot, tables);
    const problem =
      progress.incomingChanges > 0 ? `${progress.incomingChanges} changes of database '${progress.name}' are not applied yet.` : undefined;
    const tell = (answer?: string) => {
      for (const settle of requests) settle(answer);
    };
    if (problem) tell(problem);
    else {
      enter('COMPLETING');
      return tell;
    }
  }
}
