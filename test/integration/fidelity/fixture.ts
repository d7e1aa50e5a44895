// What a fixture of the fidelity suite is: objects on the source, and what must be true of them after the migration.
import type { QueryResultRow } from 'pg';
import type { DatabaseReport } from '../../../shared/engines/engine';
import type { Row } from './rows';

/** One side after the migration, seen by the login with the fixture's schema first on its path. */
export interface Side {
  rows<Row extends QueryResultRow = QueryResultRow>(sql: string): Promise<Row[]>;
}

export interface Pair {
  source: Side;
  target: Side;
  report: DatabaseReport;
}

export interface Fixture {
  row: Row;
  /** What holds after the migration. */
  test: string;
  /** Made for the fixture, and owned by the login. */
  schema: string;
  /** Majors of the source. */
  since?: number;
  until?: number;
  extensions?: string[];
  /** Run before `sql`, for what the login may not do. */
  superuserSql?: string;
  sql: string;
  /** Run by the superuser in template0 of the target, for what Azure lets the administrator do and PostgreSQL does not. */
  targetTemplate?: string;
  /** Run by itself afterwards: it fails, and leaves something behind. */
  failing?: string;
  /** Queries that give the same on both sides, and at least one row. */
  same?: string[];
  /** Queries of the target with what they answer. They may write: no other fixture sees it. */
  target?: [sql: string, answer: Record<string, unknown>[]][];
  /** Statements that the target refuses, with the SQLSTATE. */
  refused?: [sql: string, sqlState: string][];
  check?(pair: Pair): Promise<void>;
}

export const fits = ({ since = 0, until = Number.POSITIVE_INFINITY }: Fixture, sourceMajor: number) =>
  sourceMajor >= since && sourceMajor <= until;
