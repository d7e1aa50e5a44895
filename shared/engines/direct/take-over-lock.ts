// Takes the lock of a database for clean-up, from whoever holds it.
import { setTimeout as delay } from 'node:timers/promises';
import { applicationName } from '../../domain/names';
import { quoteLiteral } from '../../postgres/quote';
import { openWire } from '../../postgres/wire';
import { acquireLock, type LockSession, lockDatabase } from './lock-session';
import type { Sessions } from './sessions';

/** A call of `advance` that still runs sees the seal within two seconds, and gives the lock back; one that does not will never see it. */
const patienceMs = 10_000;
const tryEveryMs = 100;

export async function takeOverLock(sessions: Sessions): Promise<LockSession> {
  const endHolderAt = Date.now() + patienceMs;
  for (;;) {
    const lock = await acquireLock(sessions);
    if (lock) return lock;
    if (Date.now() > endHolderAt) await endHolder(sessions);
    await delay(tryEveryMs); // nobody tells when an advisory lock becomes free, and waiting for it in the server could not be given up
  }
}

/** The holder then loses its lock session, and stops everything. */
async function endHolder({ job: { migrationId, number, target }, signal }: Sessions): Promise<void> {
  const purpose = (name: 'lock' | 'check') => applicationName(migrationId, number, name);
  const wire = await openWire(target, { database: lockDatabase, applicationName: purpose('check'), signal });
  try {
    await wire.query(`SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
                      WHERE application_name = ${quoteLiteral(purpose('lock'))} AND usename = current_user`);
  } finally {
    wire.end();
  }
}
