// Ends sessions of this database of this migration, whoever opened them.
import { setTimeout as delay } from 'node:timers/promises';
import { applicationName, type SessionPurpose } from '../../domain/names';
import { quoteLiteral } from '../../postgres/quote';
import type { Wire } from '../../postgres/wire';
import type { DatabaseJob } from '../engine';

/** PostgreSQL below 14 tells nobody when a backend has ended, so it is looked for. */
const lookEveryMs = 20;
/** A backend in the middle of an index build notices within a second; one on a broken disk might never. */
const patienceMs = 10_000;

/** Returns true when none of them is left but the caller's own. Works from any database of the server. */
export async function endBackends(wire: Wire, job: DatabaseJob, purposes: SessionPurpose[]): Promise<boolean> {
  const names = purposes.map((purpose) => quoteLiteral(applicationName(job.migrationId, job.number, purpose))).join(', ');
  const theirs = `FROM pg_catalog.pg_stat_activity WHERE application_name IN (${names}) AND usename = current_user AND pid <> pg_catalog.pg_backend_pid()`;
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const [ended] = await wire.query(`SELECT pg_catalog.pg_terminate_backend(pid) ${theirs}`);
    if (!ended?.rows.length) return true;
    if (Date.now() > giveUpAt) return false;
    await delay(lookEveryMs);
  }
}
