/** The port between the migration's rules and the engines that move one database. */
import type { TokenCredential } from '@azure/identity';
import type { MigrationError } from '../domain/error-codes';
import type {
  ApprovedOverwrite,
  CleanUpFate,
  CleanUpKind,
  DatabaseProgress,
  ServerEndpoint,
  SourceServer,
  TargetServerId,
} from '../domain/migration';

/** A server with its password: lives only in the memory of the activity that uses it. */
export interface ServerConnection extends ServerEndpoint {
  password: string;
  /** PEM text of an authority beside the well-known ones that may have signed the server's certificate. */
  ca?: string;
  /** Why an address that the host's name leads to must not be connected to; undefined: it may. */
  addressProblem?: (address: string) => string | undefined;
}

/** Where a migration's resources in Azure are or come into being, and who may make them. */
export interface AzureAccess {
  /** The AAD app of the migration where it has one, else the service's own identity. */
  identity: TokenCredential;
  source: SourceServer;
  target: TargetServerId;
  /** Of the target, in ARM's spelling (`eastus`). */
  location: string;
  /** What is created goes there: the migration's own resource group, by default that of the target. */
  resourceGroup: { subscriptionId: string; name: string };
  /** Resource id of the subnet for what needs one. */
  subnetId?: string;
}

/** A migration as a whole, for what its databases share. */
export interface MigrationJob {
  migrationId: string;
  databases: { number: number; name: string }[];
  source: ServerConnection;
  target: ServerConnection;
  azure: AzureAccess;
}

/** As much of a migration as concerns Azure alone: no password of a server is needed to remove what is there. */
export type SharedJob = Pick<MigrationJob, 'migrationId' | 'azure'>;

export interface DatabaseJob {
  migrationId: string;
  /** 0-based number of the database within the migration. */
  number: number;
  database: string;
  source: ServerConnection;
  target: ServerConnection;
  /** Present when a database of that name existed and a person agreed to lose it. */
  overwrite?: ApprovedOverwrite;
  /** Default on: what stands on the target is read back and compared. Off: only the counts of rows are. */
  proof?: 'on' | 'off';
  /** What a write on the source during the migration leads to; default: the database fails. */
  onSourceChange?: 'fail' | 'warn';
  /** For engines that drive a service of Azure. */
  azure?: AzureAccess;
}

export interface EngineContext {
  /** No new unit of work starts after this. */
  softDeadline: Date;
  /** Aborted when the migration or this database is cancelled. */
  signal: AbortSignal;
  /** Called often and cheaply; the caller throttles what it stores. */
  report(progress: DatabaseProgress): void;
  /** Reads the control row again. False: sealed or cancelled, and nothing may be created any more. */
  isWanted(): Promise<boolean>;
  /** Writes the clean-up row; awaited before the thing is created or changed. Idempotent by kind and name. */
  willCreate(item: Announced & { before?: string }): Promise<void>;
  /** Tables from this size on may be copied in parts, where cores are spare. Default: the engine's own. */
  splitFromBytes?: number;
}

export interface TableProof {
  algorithm: string;
  source: string;
  /** Empty where nothing was read back. */
  target: string;
  result: 'equal' | 'different' | 'unproven';
}

/** A row that is not the same on both sides. */
export interface RowDifference {
  kind: 'missing' | 'extra' | 'doubled' | 'different';
  /** `column = value` of the key, values shortened; without a key: a hash of the row. */
  key: string;
  /** Which columns differ, for `different`. */
  columns?: string[];
}

/** A property of an object that is not the same on both sides. */
export interface CatalogDifference {
  kind: string;
  object: string;
  /** Undefined: the object as a whole is on one side only. */
  property?: string;
  source?: string;
  target?: string;
  verdict: 'expected' | 'accepted' | 'defect';
  reason: string;
}

export interface CatalogComparison {
  /** How many objects of each kind were compared. */
  objects: Record<string, number>;
  differences: CatalogDifference[];
}

/** A range of a split table's key. */
export interface ChunkReport {
  /** Its first value; absent: from the least on. */
  from?: string;
  /** The first value after it; absent: to the greatest. */
  to?: string;
  rows: number;
  bytes: number;
  attempts: number;
  /** Absent where only the table as a whole was compared. */
  proof?: TableProof;
}

export interface TableReport {
  /** Quoted, schema-qualified. */
  name: string;
  rows: number;
  bytes: number;
  startedOn: string;
  endedOn: string;
  /** Transactions that were begun for this table, the successful one included. */
  attempts: number;
  proof: TableProof;
  /** Where the table was copied in ranges of its key. */
  chunks?: ChunkReport[];
  /** The first rows that differ, where the proof found some. */
  differences?: RowDifference[];
}

export interface DatabaseReport {
  database: string;
  startedOn: string;
  endedOn: string;
  tables: TableReport[];
  indexes: number;
  constraints: number;
  sequences: number;
  largeObjects: { count: number; bytes: number; proof?: TableProof };
  /** Objects that were left out on purpose, with the reason. */
  skipped: { object: string; reason: string }[];
  /** Both catalogues after the copy. */
  catalog?: CatalogComparison;
  findings: string[];
}

export type Advance =
  /** The database reached its end. `Canceled` when the signal was aborted or it was no longer wanted. */
  | { kind: 'ended'; state: 'Succeeded'; report: DatabaseReport }
  | { kind: 'ended'; state: 'Failed'; error: MigrationError; report?: DatabaseReport }
  | { kind: 'ended'; state: 'Canceled' }
  /** The slice is over, go on at once. */
  | { kind: 'more' }
  /** Somebody else holds the lock, the connection broke, or the target's disk is full: try again in a little while, or in that long. */
  | { kind: 'notYet'; retryAfterMs?: number };

export interface Released {
  kind: CleanUpKind;
  name: string;
  fate: CleanUpFate;
  /** For `left`: what removes it by hand. */
  command?: string;
}

/** What the engine has announced by `willCreate`. */
export interface Announced {
  kind: CleanUpKind;
  name: string;
}

export type Prepared = { kind: 'ready' } | { kind: 'notYet'; retryAfterMs: number } | { kind: 'failed'; error: MigrationError };

export interface Engine {
  /**
   * Sets up what all databases of a migration share, step by step: no call lasts for minutes. Safe to call again after a crash at any point.
   * An engine without it shares nothing.
   */
  prepare?(job: MigrationJob, context: Pick<EngineContext, 'signal' | 'isWanted' | 'willCreate'>): Promise<Prepared>;
  /** Removes what `prepare` made, and says what is verifiably gone; runs when every database is released. */
  tearDown?(job: SharedJob): Promise<Released[]>;
  /** What bears the name of this migration in Azure though everything of it was removed: Azure finished it late. */
  findOrphans?(job: SharedJob): Promise<Announced[]>;
  /** Moves one database on. Safe to call again after a crash at any point, and while an older call still runs. */
  advance(job: DatabaseJob, context: EngineContext): Promise<Advance>;
  /** Removes everything this engine created for the job, and says what is verifiably gone. Runs only after `seal` or the database's own end. */
  release(job: DatabaseJob, announced?: readonly Announced[]): Promise<Released[]>;
}
