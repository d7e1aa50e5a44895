// Who keeps tables of a source from being read.
import type { CatalogSession } from './catalog-session';
import { loadSql } from './sql';

const sql = loadSql(__dirname, 'source-locks');

export interface SourceLock {
  /** Quoted, schema-qualified. */
  name: string;
  /** `pid 4711 (user, application, since ...)`. */
  holder: string;
}

/** Of the database that the session is connected to. */
export function sourceLocks(session: CatalogSession): Promise<SourceLock[]> {
  return session.rows<SourceLock>(sql);
}

export function holdersOf(locks: readonly SourceLock[]): string {
  return [...new Set(locks.map(({ holder }) => holder))].join(', ');
}
