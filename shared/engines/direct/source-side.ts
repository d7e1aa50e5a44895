// The source as one slice sees it: one snapshot for everybody, the catalogue and the schema in it, and evidence that nothing changed before.
import { fail, MigrationFailure, unreachableCodes } from '../../domain/error-codes';
import { applicationName } from '../../domain/names';
import type { CatalogSession } from '../../postgres/catalog-session';
import { quoteLiteral } from '../../postgres/quote';
import { serverMessage } from '../../postgres/server-message';
import { holdersOf, sourceLocks } from '../../postgres/source-locks';
import { readCatalog } from './catalog/read-catalog';
import { type FreezeEvidence, readFreezeEvidence } from './freeze-evidence';
import { defaultLockTimeoutMs, dumpSchema } from './schema/dump-schema';
import type { SchemaEntry, SourceCatalog } from './schema/types';
import { openSourceCatalog } from './sessions';
import type { Work } from './work';

export interface SourceSide {
  /** Holds the snapshot: open for as long as anybody reads in it. */
  session: CatalogSession;
  snapshot: string;
  /** Outside of the snapshot: sees what has changed since. */
  present: CatalogSession;
  /** Read before the snapshot was taken: what comes between the two counts as a change. */
  evidence: FreezeEvidence;
  catalog: SourceCatalog;
  /** pg_dump's entries, read beside the work that needs the catalogue only. */
  entries: Promise<SchemaEntry[]>;
  end(): Promise<void>;
}

/** Throws SOURCE_LOCKED naming who holds a lock. */
export async function openSourceSide(work: Work, lockTimeoutMs = defaultLockTimeoutMs): Promise<SourceSide> {
  const { job, signal } = work;
  const snapshot = promised<string>();
  const dump = dumpSchema(job.source, job.database, {
    applicationName: applicationName(job.migrationId, job.number, 'check'),
    signal,
    snapshot: snapshot.value,
    lockTimeoutMs,
  });
  dump.catch(whoAwaitsItHearsOfIt);
  const [present, session] = await openBoth(work).catch((error) => {
    snapshot.fail(error);
    throw error;
  });
  const end = async () => {
    await Promise.all([present.end(), session.end()]);
  };
  const named = (error: unknown) => nameHolders(error, present, job.database);
  try {
    for (const reader of [present, session]) await reader.rows(`SET lock_timeout = ${lockTimeoutMs}`);
    await endOldReaders(work, present);
    const evidence = await readFreezeEvidence(present);
    await session.rows('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const [exported] = await session.rows<{ name: string }>('SELECT pg_catalog.pg_export_snapshot() AS name');
    const name = exported?.name ?? '';
    snapshot.is(name);
    const entries = dump.catch(lostWhereAway).catch(named);
    entries.catch(whoAwaitsItHearsOfIt);
    return { session, snapshot: name, present, evidence, catalog: await readCatalog(session), entries, end };
  } catch (error) {
    snapshot.fail(error);
    const told = await named(error).catch((failure: unknown) => failure);
    await end();
    throw told;
  }
}

/** Always throws. pg_dump connects once, to a source that was there a moment ago: the next slice waits for it, and takes another snapshot. */
function lostWhereAway(error: unknown): never {
  const isAway = error instanceof MigrationFailure && [...unreachableCodes, 'TOO_MANY_CONNECTIONS'].includes(error.error.code);
  throw isAway ? fail('CONNECTION_LOST', error.error.message, { cause: error }) : error;
}

/** Always throws. `present` sees who holds the lock now. */
async function nameHolders(error: unknown, present: CatalogSession, database: string): Promise<never> {
  const isLocked =
    error instanceof MigrationFailure ? error.error.code === 'SOURCE_LOCKED' : serverMessage(error)?.sqlState === lockNotAvailable;
  if (!isLocked) throw error;
  const locks = await sourceLocks(present);
  if (locks.length === 0) throw error;
  throw fail('SOURCE_LOCKED', `Reading the schema of database '${database}' waited too long for ${holdersOf(locks)}.`, {
    objects: locks.map(({ name }) => name),
    cause: error,
  });
}

const lockNotAvailable = '55P03';

async function openBoth(work: Work): Promise<[CatalogSession, CatalogSession]> {
  const opening = [openSourceCatalog(work), openSourceCatalog(work)] as const;
  try {
    return await Promise.all(opening);
  } catch (error) {
    for (const each of await Promise.allSettled(opening)) if (each.status === 'fulfilled') await each.value.end();
    throw error;
  }
}

/** Readers that a crash left behind would hold their locks until they notice. */
async function endOldReaders({ job }: Work, present: CatalogSession): Promise<void> {
  const name = quoteLiteral(applicationName(job.migrationId, job.number, 'copy'));
  await present.rows(`SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
                      WHERE application_name = ${name} AND usename = current_user`);
}

function promised<Value>(): { value: Promise<Value>; is(value: Value): void; fail(error: unknown): void } {
  let is: (value: Value) => void = () => {};
  let fail: (error: unknown) => void = () => {};
  const value = new Promise<Value>((resolve, reject) => {
    is = resolve;
    fail = reject;
  });
  value.catch(whoAwaitsItHearsOfIt);
  return { value, is, fail };
}

/** It is awaited only after the catalogue is read; Node must not take its failure for unheard before. */
function whoAwaitsItHearsOfIt(): void {}
