/** A session that several callers share: `pg` wants one statement at a time, so the next waits for the one before, whatever became of it. */
import type { CatalogSession } from '../postgres/catalog-session';

export function oneAtATime(session: CatalogSession): CatalogSession {
  let last: Promise<unknown> = Promise.resolve();
  return {
    version: session.version,
    rows<Row extends object>(sql: string, parameters?: unknown[]): Promise<Row[]> {
      const run = () => session.rows<Row>(sql, parameters);
      const next = last.then(run, run);
      last = next;
      return next;
    },
    end: () => session.end(),
  };
}
