// A pre-flight rule: something that is looked at on both servers before anything moves.
import type { ErrorCode, MigrationError } from '../domain/error-codes';
import type { EngineName } from '../domain/migration';
import type { CatalogSession } from '../postgres/catalog-session';

/** An error keeps the migration from starting; a warning goes into the report. */
export type Severity = 'error' | 'warning';

/** What a rule saw. The rule's code brings owner, and the hint where there is no better `fix`. */
export interface Sighting {
  message: string;
  /** Quoted names of the objects concerned. */
  objects?: string[];
  /** What to do about exactly this, as SQL where possible. */
  fix?: string;
  /** Set by rules that look at whole servers. */
  database?: string;
}

export interface ServerContext {
  /** Connected to any database of the server. */
  source: CatalogSession;
  target: CatalogSession;
  /** The databases to be moved. */
  databases: string[];
  engine: EngineName;
}

export interface DatabaseContext {
  /** Connected to the database that is to be moved. */
  source: CatalogSession;
  /** Connected to any database: the one to come is made from template0. */
  target: CatalogSession;
  database: string;
  engine: EngineName;
}

interface RuleFacts {
  code: ErrorCode;
  severity: Severity;
}

/** Looks once at both servers. */
export interface ServerRule extends RuleFacts {
  check(context: ServerContext): Promise<Sighting[]>;
}

/** Looks at one database that is to be moved. */
export interface DatabaseRule extends RuleFacts {
  check(context: DatabaseContext): Promise<Sighting[]>;
}

export interface Finding extends MigrationError {
  severity: Severity;
  /** The database it is about; absent: the servers. */
  database?: string;
}
