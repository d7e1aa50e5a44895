// Every statement of the rules says which versions it is for, and runs on all of those that npm has.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { availableMajors } from '../../../local/postgres/installations';
import { startPostgres } from '../../../local/postgres/start-postgres';
import { loadSql } from '../../../shared/postgres/sql';
import { openCatalog } from '../../support/run-preflight';

const directory = join(__dirname, '../../../shared/rules');
const statements = readdirSync(directory)
  .filter((file) => file.endsWith('.sql'))
  .map((file) => ({ file, sql: loadSql(directory, file.slice(0, -'.sql'.length)) }));

/** `PostgreSQL 9.5+`, `PostgreSQL 9.5 to 12`, `PostgreSQL 9.5 and 9.6`. */
const versions = /^--[^\n]* PostgreSQL ([\d.]+)(?:\+|(?: to | and )([\d.]+))/m;

/** npm's server has control files of newer ones (`trusted`), at which pg_available_extensions stops. */
const brokenPackage = 10;

test.each(statements)('$file says what it is for, and for which versions', ({ sql }) => {
  expect(sql).toMatch(/^-- \S/);
  expect(sql).toMatch(versions);
});

test.each(availableMajors())('on PostgreSQL %i every statement for it runs', async (major) => {
  const server = await startPostgres({ major });
  const session = await openCatalog({ server }, 'postgres');
  try {
    for (const { sql } of statements) {
      const [, first = '', last = 'Infinity'] = versions.exec(sql) ?? [];
      if (major < Number(first) || major > Number(last)) continue;
      if (major === brokenPackage && sql.includes('pg_available_extension')) continue;
      expect(Array.isArray(await session.rows(sql, sql.includes('$1') ? [['postgres']] : []))).toBe(true);
    }
  } finally {
    await session.end();
    await server.stop();
  }
});
