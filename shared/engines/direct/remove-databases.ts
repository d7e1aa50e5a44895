// Drops the temporary database of a job, and puts a database that was set aside back where the new one did not take its place.
import { setTimeout as delay } from 'node:timers/promises';
import { quoteIdentifier } from '../../postgres/quote';
import type { Wire } from '../../postgres/wire';
import { WireError } from '../../postgres/wire-error';
import type { Released } from '../engine';
import { type Databases, readDatabases, reportInFinal, type TargetDatabase } from './place';
import { allowConnectionsName, endSessions, rename } from './put-in-place';
import type { Work } from './work';

type Cleaning = Pick<Work, 'job' | 'names' | 'signal'>;

/** Sessions of a database that is to be dropped: ours have ended, autovacuum gives way within seconds. */
const dropWithinMs = 10_000;
const tryEveryMs = 200;

export async function removeDatabases(work: Cleaning, admin: Wire): Promise<Released[]> {
  const { job, names } = work;
  const before = await readDatabases(admin, work);
  const isReplaced = before.final !== undefined && before.replaced !== undefined && (await reportInFinal(work)) !== undefined;
  if (before.replaced && !before.final) await rename(admin, names.replaced, names.final);
  if (before.replaced && isReplaced && before.replaced.oid === job.overwrite?.oid) await drop(admin, before.replaced);
  if (before.temporary) await drop(admin, before.temporary);
  await allowConnections(work, admin, (await readDatabases(admin, work)).final);

  const after = await readDatabases(admin, work);
  return [
    released(before.temporary, after.temporary, names.temporary),
    ...(job.overwrite ? releasedOld(work, job.overwrite.oid, before, after) : []),
  ];
}

function released(before: TargetDatabase | undefined, after: TargetDatabase | undefined, name: string): Released {
  if (after) return { kind: 'targetDatabase', name, fate: 'left', command: `DROP DATABASE ${quoteIdentifier(name)};` };
  return { kind: 'targetDatabase', name, fate: before ? 'removed' : 'absent' };
}

function releasedOld({ names }: Cleaning, oid: number, before: Databases, after: Databases): Released[] {
  const name = allowConnectionsName(names.final, oid);
  const old = [after.final, after.replaced].find((database) => database?.oid === oid);
  const wasClosed = [before.final, before.replaced].some((database) => database?.oid === oid && !database.allowsConnections);
  const command = `ALTER DATABASE ${quoteIdentifier(old?.name ?? '')} ALLOW_CONNECTIONS true;`;
  return [
    released(before.replaced, after.replaced, names.replaced),
    old && !old.allowsConnections
      ? { kind: 'allowConnections', name, fate: 'left', command }
      : { kind: 'allowConnections', name, fate: wasClosed ? 'removed' : 'absent' },
  ];
}

async function allowConnections({ job }: Cleaning, admin: Wire, final: TargetDatabase | undefined): Promise<void> {
  if (!final || final.allowsConnections || final.oid !== job.overwrite?.oid) return;
  await refusalIsSeen(admin.query(`ALTER DATABASE ${quoteIdentifier(final.name)} ALLOW_CONNECTIONS true`));
}

async function drop(admin: Wire, { name, oid }: TargetDatabase): Promise<void> {
  const giveUpAt = Date.now() + dropWithinMs;
  for (;;) {
    await endSessions(admin, oid);
    const refused = await refusalIsSeen(admin.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)}`));
    if (!refused || Date.now() > giveUpAt) return;
    await delay(tryEveryMs); // a session that is ending holds it, or one that this login can't end
  }
}

/** What the server refuses is still there afterwards, and reported as left with its command. */
async function refusalIsSeen(query: Promise<unknown>): Promise<boolean> {
  try {
    await query;
    return false;
  } catch (error) {
    if (error instanceof WireError) return true;
    throw error;
  }
}
