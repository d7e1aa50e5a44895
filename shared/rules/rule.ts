// A pre-flight rule: something that is looked at on both servers before anything moves.
import type { ErrorCode } from '../domain/error-codes';
import type { EngineName, ValidationFinding } from '../domain/migration';
import type { ArmServerId } from '../domain/server-ids';
import type { WarningCode } from '../domain/warning-codes';
import type { CatalogSession } from '../postgres/catalog-session';

export type Finding = ValidationFinding;

/** What a rule saw. The rule's code brings owner, and the hint where there is no better `fix`. */
export interface Sighting {
  message: string;
  /** Quoted names of the objects concerned; resources of Azure by their id. */
  objects?: string[];
  /** What to do about exactly this, as SQL or a command where possible. */
  fix?: string;
  /** Set by rules that look at whole servers. */
  database?: string;
}

/** What may be taken as a warning, a caller can accept in advance. */
export type RuleFacts =
  | { code: ErrorCode; severity: 'error' }
  | { code: WarningCode; severity: 'warning' }
  | { code: ErrorCode; severity: 'information' };

interface SourceSide {
  /** Connected to any database of the server. */
  source: CatalogSession;
}

interface TargetSide {
  target: CatalogSession;
  /** Where Azure says how much there is. */
  targetStorage?: { server: ArmServerId; sizeBytes: number; grows: boolean };
}

interface Job {
  /** The databases to be moved. */
  databases: string[];
  engine: EngineName;
}

export interface ServerContext extends SourceSide, TargetSide, Job {}

export interface DatabaseContext {
  /** Connected to the database that is to be moved. */
  source: CatalogSession;
  /** Connected to any database: the one to come is made from template0. */
  target: CatalogSession;
  database: string;
  engine: EngineName;
}

/** `side`: the only server that a rule looks at; it runs when the other cannot be reached, too. */
interface LooksAt<Side, Context> {
  side: Side;
  check(context: Context): Promise<Sighting[]>;
}
interface LooksAtBoth<Context> {
  side?: undefined;
  check(context: Context): Promise<Sighting[]>;
}

/** Looks once at both servers. */
export type ServerRule = RuleFacts &
  (LooksAt<'source', SourceSide & Job> | LooksAt<'target', TargetSide & Job> | LooksAtBoth<ServerContext>);

/** Looks at one database that is to be moved. */
export type DatabaseRule = RuleFacts & (LooksAt<'source', Omit<DatabaseContext, 'target'>> | LooksAtBoth<DatabaseContext>);
