/** The database on the target that holds the samples of one estimate: made, and dropped whatever comes of it. */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { sampleDatabaseLifetimeMs } from '../domain/limits';
import { estimateApplicationName, sampleDatabaseMadeOn, sampleDatabaseName, sampleDatabasePrefix } from '../domain/names';
import type { CatalogDatabase } from '../engines/direct/schema/types';
import { localeOptions } from '../engines/direct/temporary-database';
import type { ServerConnection } from '../engines/engine';
import { quoteIdentifier, quoteLiteral } from '../postgres/quote';
import { describeError } from '../postgres/server-message';
import { writerSettings } from '../postgres/session-settings';
import { openWire, type Wire } from '../postgres/wire';
import { WireError } from '../postgres/wire-error';
import { maintenanceDatabase, timed } from './look';

export interface SampleDatabase {
  name: string;
  createSeconds: number;
}

interface Made<T> {
  value: T;
  /** Why databases of estimates are still there, and how to remove them. */
  left: string[];
}

/** Sessions that were just ended hold a database for a moment more. */
const dropWithinMs = 5_000;
const tryEveryMs = 100;

/**
 * With encoding and locale of a source's database: sorting in another locale takes another time. Removes what crashed estimates left.
 * Throws what `use` throws, after the drop; and what the server says where it can't make the database.
 */
export async function withSampleDatabase<T>(
  target: ServerConnection,
  like: CatalogDatabase,
  use: (database: SampleDatabase) => Promise<T>,
): Promise<Made<T>> {
  const name = sampleDatabaseName(new Date(), randomBytes(4).toString('hex'));
  try {
    const { strays, createSeconds } = await withAdmin(target, async (admin) => ({
      strays: await dropAll(admin, await straysOn(admin)),
      createSeconds: (await timed(() => create(admin, name, like))).seconds,
    }));
    const value = await use({ name, createSeconds });
    return { value, left: [...strays, ...(await dropAnew(target, name))] };
  } catch (error) {
    const [left] = await dropAnew(target, name);
    throw left === undefined ? error : new Error(`${describeError(error)}. ${left}`, { cause: error });
  }
}

/** Over a session of its own: the one before may be gone with what went wrong. */
const dropAnew = (target: ServerConnection, name: string) => withAdmin(target, (admin) => dropAll(admin, [name]));

async function create(admin: Wire, name: string, like: CatalogDatabase): Promise<void> {
  const [version] = await admin.query('SHOW server_version_num');
  await admin.query(`CREATE DATABASE ${quoteIdentifier(name)} ${localeOptions(like, Number(version?.rows[0]?.[0]))}`);
}

async function withAdmin<T>(target: ServerConnection, use: (admin: Wire) => Promise<T>): Promise<T> {
  const admin = await openWire(target, { database: maintenanceDatabase, applicationName: estimateApplicationName });
  try {
    await admin.query(writerSettings);
    return await use(admin);
  } finally {
    admin.end();
  }
}

async function straysOn(admin: Wire): Promise<string[]> {
  const prefix = quoteLiteral(sampleDatabasePrefix);
  const [found] = await admin.query(`
    SELECT datname FROM pg_catalog.pg_database
    WHERE pg_catalog.left(datname::text, pg_catalog.length(${prefix})) = ${prefix} AND pg_catalog.pg_has_role(datdba, 'USAGE')`);
  return (found?.rows ?? []).flatMap(([name]) => {
    const madeOn = sampleDatabaseMadeOn(name ?? '');
    return name && madeOn && Date.now() - madeOn.getTime() > sampleDatabaseLifetimeMs ? [name] : [];
  });
}

/** A sentence for each that is still there at last. */
async function dropAll(admin: Wire, names: readonly string[]): Promise<string[]> {
  const left: string[] = [];
  for (const name of names) {
    const problem = await drop(admin, name);
    if (problem)
      left.push(`The database ${name} of an estimate could not be dropped (${problem}). DROP DATABASE ${quoteIdentifier(name)};`);
  }
  return left;
}

async function drop(admin: Wire, name: string): Promise<string | undefined> {
  for (const giveUpAt = Date.now() + dropWithinMs; ; await delay(tryEveryMs)) {
    try {
      await admin.query(`
        SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
        WHERE datname = ${quoteLiteral(name)} AND usename = current_user`);
      await admin.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)}`);
      return undefined;
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      if (Date.now() > giveUpAt) return describeError(error);
    }
  }
}
