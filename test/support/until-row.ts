// Waits for something that only a server can tell.
import { setTimeout as delay } from 'node:timers/promises';
import type { PostgresServer } from '../../local/postgres/postgres-server';

const pauseMs = 10;

/** Asks on one session until the query has a row, and gives it. A session per question would keep both cores busy. */
export async function untilRow<Row extends object = Record<string, unknown>>(
  server: PostgresServer,
  database: string,
  sql: string,
): Promise<Row> {
  const session = await server.connect(database);
  try {
    for (;;) {
      const { rows } = await session.query<Row>(sql);
      if (rows[0]) return rows[0];
      await delay(pauseMs);
    }
  } finally {
    await session.end();
  }
}
