// GetUserTablesPostgreSql: the tables of some databases, and whether they have rows.
import type { Client } from 'pg';
import { z } from 'zod';
import { connectionInfoSchema } from '../mover/connection-info';
import { reportable } from '../mover/failures';
import { plainName, userTables } from '../mover/user-tables';
import { withSession } from '../mover/with-session';
import { question, taskKind } from './task';

/** A database that cannot be opened has `validationErrors` in its element; a server that cannot be reached fails the task. */
export const getUserTables = taskKind({
  input: z.object({ connectionInfo: connectionInfoSchema, selectedDatabases: z.array(z.string()).min(1) }),
  start: ({ connectionInfo, selectedDatabases }, { ca, signal }) =>
    question(
      async () => {
        await withSession(connectionInfo, { ca, signal }, async () => undefined);
        return Promise.all(
          selectedDatabases.map((databaseName) =>
            withSession(connectionInfo, { ca, signal, database: databaseName }, listTables).then(
              (tables) => ({ databaseName, tables, validationErrors: [] }),
              (error: unknown) => ({ databaseName, tables: [], validationErrors: [reportable(error)] }),
            ),
          ),
        );
      },
      (error) => {
        const problem = reportable(error);
        const output = selectedDatabases.map((databaseName) => ({ databaseName, tables: [], validationErrors: [problem] }));
        return { output, error: { code: 'ConnectionFailed', message: problem.message } };
      },
    ),
});

async function listTables(session: Client): Promise<{ name: string; hasRows: boolean }[]> {
  const tables = [];
  for (const table of await userTables(session)) {
    const { rows } = await session.query<{ hasRows: boolean }>(`SELECT EXISTS (SELECT FROM ONLY ${table.name}) AS "hasRows"`);
    tables.push({ name: plainName(table), hasRows: rows[0]?.hasRows ?? false });
  }
  return tables;
}
