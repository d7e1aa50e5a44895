// The target's side of a full load: one transaction, so that a load that fails or is cancelled leaves the target as it was.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';
import type { UserTable } from './user-tables';

interface Obstacle {
  remove: string;
  restore: string;
}

export interface TargetLoad {
  /** Puts foreign keys and triggers back, checks them, and commits. */
  finish(): Promise<void>;
}

/**
 * Empties the tables and takes foreign keys and triggers out of the way, with no more rights than Azure's administrator has. The real service
 * does the same, but commits as it goes: there, a cancel may leave a half-loaded target behind.
 */
export async function beginTargetLoad(target: Client, tables: UserTable[]): Promise<TargetLoad> {
  const names = tables.map(({ name }) => name);
  await target.query('BEGIN');
  const { rows: obstacles } = await target.query<Obstacle>(await readFile(join(__dirname, 'obstacles.sql'), 'utf8'), [names]);
  for (const { remove } of obstacles) await target.query(remove);
  if (names.length > 0) await target.query(`TRUNCATE ONLY ${names.join(', ONLY ')}`);
  return {
    async finish() {
      await target.query('SET CONSTRAINTS ALL IMMEDIATE'); // deferred checks that wait for the commit would refuse ALTER TABLE
      for (const { restore } of obstacles) await target.query(restore);
      await target.query('COMMIT');
    },
  };
}
