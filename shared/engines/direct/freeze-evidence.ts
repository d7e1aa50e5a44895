// Evidence that nobody writes to the source between the first slice and the end: the data of several snapshots then is the data of one.
import { fail } from '../../domain/error-codes';
import type { CatalogSession } from '../../postgres/catalog-session';
import { databaseFingerprint } from '../../postgres/database-fingerprint';
import { loadSql } from '../../postgres/sql';

export interface FreezeEvidence {
  /** Of the whole server: unmoved, it proves that no row and no object changed anywhere. */
  nextTransaction: string;
  /** Files of the tables: a TRUNCATE moves no counter. */
  files: string;
  /** nextval moves the next transaction only now and then. */
  sequences: string;
  /** Hash of the definitions. */
  catalog: string;
  /** Rows inserted, updated and deleted since the statistics were last reset. */
  changes: string;
}

const since10 = loadSql(__dirname, 'freeze-evidence');
const before10 = loadSql(__dirname, 'freeze-evidence-before-10');

export async function readFreezeEvidence(session: CatalogSession): Promise<FreezeEvidence> {
  const [moving] = await session.rows<Omit<FreezeEvidence, 'catalog' | 'changes'>>(session.version >= 100000 ? since10 : before10);
  if (!moving) throw new Error('The source gave no row about its own state.');
  const { catalog, changes } = await databaseFingerprint(session);
  return { ...moving, catalog, changes };
}

export interface FreezeCheck {
  /** What to compare with from now on. */
  evidence: FreezeEvidence;
  /** Set where nothing contradicts, but nothing proves it either. */
  unproven: string | undefined;
}

/** Throws SOURCE_CHANGED saying what moved. */
export function compareFreezeEvidence(first: FreezeEvidence, now: FreezeEvidence, database: string): FreezeCheck {
  const moved: string[] = [];
  if (now.sequences !== first.sequences) moved.push('a sequence was advanced');
  if (now.nextTransaction !== first.nextTransaction) {
    if (now.files !== first.files) moved.push('a table was truncated or rewritten');
    if (now.catalog !== first.catalog) moved.push('an object was created, altered or dropped');
    if (BigInt(now.changes) > BigInt(first.changes)) moved.push(`${BigInt(now.changes) - BigInt(first.changes)} row changes were counted`);
  }
  if (moved.length)
    throw fail('SOURCE_CHANGED', `Database '${database}' was written to on the source during the migration: ${moved.join(', ')}.`);
  const wasReset = BigInt(now.changes) < BigInt(first.changes);
  return {
    // Counters reach the statistics up to a second after the commit: while no transaction ran, a later reading is the better one.
    evidence: now.nextTransaction === first.nextTransaction || wasReset ? { ...first, changes: now.changes } : first,
    unproven: wasReset
      ? 'UNPROVEN: the statistics of the source were reset during the migration, so that writes in between cannot be excluded.'
      : undefined,
  };
}
