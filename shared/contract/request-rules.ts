/** What a request is checked against beside its own schema. */
import type { MigrationSchema } from './migration-schema';
import type { Spelling } from './spelling';

/** How a version of the resource reads a request. */
export interface Dialect {
  schema: MigrationSchema;
  spelling: Spelling;
  /** A window that began in the past counts as begun now; else it is a violation. */
  acceptsPastWindow: boolean;
}

/** What is known at the time of a request. */
export interface RequestContext {
  now: Date;
  /** Why this service must not connect to a host that the caller names; undefined: it may. */
  serverProblem?(host: string): string | undefined;
}
