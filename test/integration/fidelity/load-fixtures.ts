// Makes the fixtures on the source, each in a schema of its own, and the target ready for them.
import type { PostgresServer } from '../../../local/postgres/postgres-server';
import { quoteIdentifier } from '../../../local/postgres/sessions';
import type { Fixture } from './fixture';

export async function loadFixtures(source: PostgresServer, database: string, fixtures: readonly Fixture[]): Promise<void> {
  const superuser = await source.connect(database, { as: 'superuser' });
  const login = await source.connect(database);
  try {
    for (const { schema, superuserSql, sql, failing, extensions = [], test } of fixtures) {
      const path = `SET search_path = ${quoteIdentifier(schema)}, public`;
      try {
        await superuser.query(`CREATE SCHEMA ${quoteIdentifier(schema)} AUTHORIZATION pgadmin; ${path}`);
        for (const extension of extensions) await superuser.query(`CREATE EXTENSION IF NOT EXISTS ${extension} SCHEMA public`);
        if (superuserSql) await superuser.query(superuserSql);
        await login.query(path);
        await login.query(sql);
        if (failing) await expect(login.query(failing)).rejects.toThrow();
      } catch (error) {
        throw new Error(`The fixture '${test}' could not be made: ${error instanceof Error ? error.message : error}`, { cause: error });
      }
    }
  } finally {
    await Promise.all([superuser.end(), login.end()]);
  }
}

/** New databases are made from template0. */
export async function prepareTarget(target: PostgresServer, fixtures: readonly Fixture[]): Promise<void> {
  const as = { as: 'superuser' } as const;
  await target.run('postgres', 'ALTER DATABASE template0 ALLOW_CONNECTIONS true', as);
  for (const { targetTemplate } of fixtures) if (targetTemplate) await target.run('template0', targetTemplate, as);
  await target.run('postgres', 'ALTER DATABASE template0 ALLOW_CONNECTIONS false', as);
}
