// What is done when the disk of the target is full: everything that is finished stays, and the rest is tried again until there is room.
import { type MigrationError, MigrationFailure, migrationError } from '../../domain/error-codes';
import { diskFullPatienceMs } from '../../domain/limits';
import { applicationName } from '../../domain/names';
import { describeError, serverMessage } from '../../postgres/server-message';
import { openWire, type Wire } from '../../postgres/wire';
import { WireError } from '../../postgres/wire-error';
import type { Advance, DatabaseJob } from '../engine';
import { backOffMs } from './back-off';
import { readFact, storeFact } from './ledger';
import { diskFullFact } from './ledger-keys';
import { namesOf } from './work';

export interface DiskFull {
  since: string;
  /** Units that were done then: once there are more, there was room in between, and the time begins anew. */
  units: number;
  tries: number;
}

const connectTimeoutMs = 10_000;
/** Somebody enlarges the disk within minutes, and a migration that starts anew costs hours. */
const between = { firstMs: 5_000, longestMs: 30_000 };

/** `disk_full`. On the source it has another code before it comes here. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof MigrationFailure ? error.error.code === 'TARGET_DISK_FULL' : serverMessage(error)?.sqlState === '53100';
}

/** `notYet` as long as the patience lasts; else how the database ends. Nothing of ours may run any more: that gives room back. */
export async function awaitRoom(job: DatabaseJob, error: unknown): Promise<Extract<Advance, { kind: 'notYet' }> | MigrationError> {
  const known = error instanceof MigrationFailure ? error.error : migrationError('TARGET_DISK_FULL', `${describeError(error)}.`);
  const waiting = await noteDiskFull(job);
  if (!waiting) return known;
  const waitedMs = Date.now() - Date.parse(waiting.since);
  if (waitedMs <= diskFullPatienceMs) return { kind: 'notYet', retryAfterMs: backOffMs(waiting.tries, between) };
  return { ...known, message: `${known.message} There was no room on the target since ${waiting.since}.` };
}

/** For the report. */
export function diskFullFinding(facts: ReadonlyMap<string, string>): string[] {
  const stored = facts.get(diskFullFact);
  if (!stored) return [];
  const { since, tries }: DiskFull = JSON.parse(stored);
  return [`The disk of the target was full at ${since}. The copy went on when there was room (attempts: ${tries}).`];
}

/** The attempts that a full disk ended do not count. Undefined: not even that fits, or the database is not there at all. */
async function noteDiskFull(job: DatabaseJob): Promise<DiskFull | undefined> {
  const { temporary, ledger, ledgerSchema } = namesOf(job);
  let wire: Wire | undefined;
  try {
    const name = applicationName(job.migrationId, job.number, 'copy');
    wire = await openWire(job.target, { database: temporary, applicationName: name, connectTimeoutMs });
    const before = await readFact<DiskFull>(wire, ledgerSchema, diskFullFact);
    const [counted] = await wire.query(`SELECT count(*) FROM ${ledger}.unit`);
    const units = Number(counted?.rows[0]?.[0]);
    const now = { since: new Date().toISOString(), units, tries: 1 };
    const full = before?.units === units ? { ...before, tries: before.tries + 1 } : now;
    await wire.query(
      `DELETE FROM ${ledger}.attempt WHERE key NOT IN (SELECT key FROM ${ledger}.unit); ${storeFact(ledger, diskFullFact, full)}`,
    );
    return full;
  } catch (failure) {
    if (failure instanceof MigrationFailure || failure instanceof WireError) return undefined;
    throw failure;
  } finally {
    wire?.end();
  }
}
