// The fence of one database of one migration: a session advisory lock on the target's `postgres` database, held for as long as somebody works.
import type { Client } from 'pg';
import { advisoryLockKey, applicationName } from '../../domain/names';
import { connect } from '../../postgres/connect';
import { endClient } from '../../postgres/end-client';
import { writerSettings } from '../../postgres/session-settings';
import { loadSql } from '../../postgres/sql';
import { patiently } from './patiently';
import type { Sessions } from './sessions';

export interface LockSession {
  /** Aborted when the session broke: whoever works under the lock must stop. Never reconnected. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

const heartbeatMs = 10_000;
/** A holder is ended by others when it was silent for this long (DESIGN 5). */
export const silentHolderMs = 60_000;
/** We count ourselves as dead well before others do. */
const unansweredMs = 45_000;

export const lockDatabase = 'postgres';
const silentHolders = loadSql(__dirname, 'silent-holders');

/** Undefined: somebody else holds it. One who was silent for a minute is ended, and the next try gets it. */
export async function acquireLock({ job, signal, patienceMs }: Sessions): Promise<LockSession | undefined> {
  const key = advisoryLockKey(job.migrationId, job.number);
  const name = applicationName(job.migrationId, job.number, 'lock');
  const connecting = new AbortController(); // a cancel ends the attempt, but not the session: what is left is ended under the lock
  const stop = () => connecting.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  const open = async () =>
    tryLock(await connect(job.target, { database: lockDatabase, applicationName: name, signal: connecting.signal }), key);
  const client = await patiently(signal, open, patienceMs).finally(() => signal.removeEventListener('abort', stop));
  if (!client) return undefined;

  const lost = new AbortController();
  const lose = () => lost.abort(new Error('The session that held the lock broke.'));
  let answeredAt = Date.now();
  const heartbeat = setInterval(() => {
    if (Date.now() - answeredAt > unansweredMs) return lose();
    client.query('SELECT 1').then(() => {
      answeredAt = Date.now();
    }, lose);
  }, heartbeatMs);
  client.once('end', lose);
  return {
    lost: lost.signal,
    release: async () => {
      clearInterval(heartbeat);
      client.off('end', lose);
      await endClient(client);
    },
  };
}

/** Undefined: somebody else holds it. */
async function tryLock(client: Client, key: string): Promise<Client | undefined> {
  let isLocked = false;
  try {
    await client.query(writerSettings);
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_catalog.pg_try_advisory_lock($1) AS locked', [key]);
    isLocked = rows[0]?.locked === true;
    if (!isLocked) await client.query(silentHolders, [key, silentHolderMs]);
  } finally {
    if (!isLocked) await endClient(client);
  }
  return isLocked ? client : undefined;
}
