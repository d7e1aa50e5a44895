// Looks at one fixture on both sides after the migration.
import type { Client } from 'pg';
import { quoteIdentifier } from '../../../local/postgres/sessions';
import type { Fixture, Pair, Side } from './fixture';

/** So that a value prints alike on both sides; floats are compared by their bytes. */
const printAlike = `SET extra_float_digits = 0; SET TimeZone = 'UTC'; SET IntervalStyle = postgres; SET DateStyle = ISO; SET lc_monetary = 'C'`;

export async function sideOf(session: Client | undefined, { schema }: Fixture): Promise<Side> {
  if (!session) throw new Error('There is no session: the migration failed.');
  await session.query(`RESET ALL; ${printAlike}; SET search_path = ${quoteIdentifier(schema)}, public`);
  return {
    rows: async (sql) => {
      const results = await session.query(sql);
      return (Array.isArray(results) ? results.at(-1) : results).rows;
    },
  };
}

export async function checkFixture(fixture: Fixture, pair: Pair): Promise<void> {
  const { source, target } = pair;
  for (const sql of fixture.same ?? []) {
    const expected = await source.rows(sql);
    expect(expected).not.toEqual([]);
    expect({ sql, rows: await target.rows(sql) }).toEqual({ sql, rows: expected });
  }
  for (const [sql, answer] of fixture.target ?? []) expect({ sql, rows: await target.rows(sql) }).toEqual({ sql, rows: answer });
  for (const [sql, sqlState] of fixture.refused ?? []) {
    await expect(
      target.rows(sql).then(
        () => `${sql} was accepted`,
        ({ code }) => code,
      ),
    ).resolves.toBe(sqlState);
  }
  await fixture.check?.(pair);
}
