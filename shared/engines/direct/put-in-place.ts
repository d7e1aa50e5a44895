// Gives a loaded database its final name, and drops the old one that it was approved to replace.
import { setTimeout as delay } from 'node:timers/promises';
import { fail } from '../../domain/error-codes';
import { quoteIdentifier, quoteLiteral } from '../../postgres/quote';
import { describeError } from '../../postgres/server-message';
import type { Wire } from '../../postgres/wire';
import { WireError } from '../../postgres/wire-error';
import { requireApprovedContent } from './approved-content';
import { endBackends } from './end-backends';
import { readDatabases, requireApproval, type TargetDatabase } from './place';
import type { Work } from './work';

/** So long are sessions of the old database ended before we give up (DESIGN 5). */
const replaceWithinMs = 60_000;
/** Ended sessions need a moment, and some clients come back at once. */
const tryEveryMs = 200;

/** Name of the clean-up item for the right to connect to the old database. */
export const allowConnectionsName = (database: string, oid: number) => `${database} (oid ${oid})`;

/** `admin` is connected to another database. Safe to repeat after a crash at any point. Nothing of ours may be connected to the new one. */
export async function putInPlace(work: Work, admin: Wire): Promise<void> {
  const { job, names } = work;
  await endBackends(admin, job, ['copy', 'index']); // RENAME needs the database for itself
  const databases = await readDatabases(admin, work);
  if (databases.final) {
    requireApproval(work, databases.final);
    await setAside(work, admin, databases.final);
  }
  await rename(admin, names.temporary, names.final);
  await dropReplaced(work, admin);
}

async function setAside(work: Work, admin: Wire, old: TargetDatabase): Promise<void> {
  const { job, names, context } = work;
  const approved = job.overwrite;
  if (!approved) throw new Error('requireApproval let an unapproved database pass.');
  if (old.allowsConnections) await requireApprovedContent(work, approved); // else a call before us closed it, after it had looked
  await context.willCreate({ kind: 'allowConnections', name: allowConnectionsName(names.final, old.oid) });
  await context.willCreate({ kind: 'targetDatabase', name: names.replaced });
  await admin.query(`ALTER DATABASE ${quoteIdentifier(names.final)} ALLOW_CONNECTIONS false`);
  const giveUpAt = Date.now() + replaceWithinMs;
  for (;;) {
    await endSessions(admin, old.oid);
    try {
      return await rename(admin, names.final, names.replaced);
    } catch (error) {
      if (!isInUse(error)) throw error;
      if (Date.now() > giveUpAt) {
        const holders = await holdersOf(admin, old.oid);
        await admin.query(`ALTER DATABASE ${quoteIdentifier(names.final)} ALLOW_CONNECTIONS true`);
        throw fail(
          'TARGET_DATABASE_IN_USE',
          `Database '${names.final}' could not be replaced for ${replaceWithinMs / 1000} s: ${describeError(error)}. Its sessions: ${holders}.`,
        );
      }
      await delay(tryEveryMs, undefined, { signal: work.signal });
    }
  }
}

/** Drops the database set aside, if it is the one that was approved: by its oid, not by its name alone. */
export async function dropReplaced({ job, names }: Pick<Work, 'job' | 'names'>, admin: Wire): Promise<void> {
  const { replaced } = await readDatabases(admin, { names });
  if (!replaced) return;
  if (replaced.oid !== job.overwrite?.oid) {
    throw fail(
      'TARGET_DATABASE_CHANGED',
      `Database '${names.replaced}' is not the one that was approved to be dropped (oid ${job.overwrite?.oid}).`,
    );
  }
  await endSessions(admin, replaced.oid);
  await admin.query(`DROP DATABASE ${quoteIdentifier(names.replaced)}`);
}

export async function rename(admin: Wire, from: string, to: string): Promise<void> {
  await admin.query(`ALTER DATABASE ${quoteIdentifier(from)} RENAME TO ${quoteIdentifier(to)}`);
}

/** Sessions of superusers can't be ended: then the database stays in use, and that is reported. */
export async function endSessions(admin: Wire, oid: number): Promise<void> {
  const sessions = await admin.query(`SELECT pid FROM pg_catalog.pg_stat_activity WHERE datid = ${oid}`);
  for (const [pid] of sessions[0]?.rows ?? []) {
    try {
      await admin.query(`SELECT pg_catalog.pg_terminate_backend(${pid})`);
    } catch (error) {
      if (!(error instanceof WireError) || error.code !== '42501') throw error;
    }
  }
}

async function holdersOf(admin: Wire, oid: number): Promise<string> {
  const [sessions] = await admin.query(`
    SELECT pg_catalog.format('%s (pid %s, %s, from %s)', coalesce(usename, backend_type), pid, coalesce(nullif(application_name, ''), 'unnamed'), coalesce(client_addr::text, 'local'))
    FROM pg_catalog.pg_stat_activity WHERE datid = ${oid} ORDER BY pid LIMIT 10`);
  const [prepared] = await admin.query(`
    SELECT 'prepared transaction ' || pg_catalog.quote_literal(gid) FROM pg_catalog.pg_prepared_xacts x
    WHERE database = (SELECT datname FROM pg_catalog.pg_database WHERE oid = ${quoteLiteral(String(oid))}::oid) LIMIT 10`);
  const holders = [...(sessions?.rows ?? []), ...(prepared?.rows ?? [])].map(([text]) => text);
  return holders.join(', ') || 'none that this login may see';
}

/** object_in_use. */
const isInUse = (error: unknown) => error instanceof WireError && error.code === '55006';
