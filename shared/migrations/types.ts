/** What the use cases of a migration take and give; the HTTP border and the orchestration share them. */
import type {
  CleanUpItem,
  DatabaseProgress,
  DatabaseRecord,
  MigrationRecord,
  MigrationRequest,
  MigrationSecrets,
  TargetServerId,
} from '../domain/migration';
import type { MigrationState } from '../domain/states';
import type { WaitRow } from '../domain/waits';

/** The part of the durable client that the use cases need. Both calls are safe to repeat. */
export interface DurablePort {
  /** Starts the root orchestration; an instance that lives already is success. */
  start(migrationId: string): Promise<void>;
  /** Raises an external event; an instance that is gone or ended is success: the record is the judge, events only wake. */
  raise(instanceId: string, eventName: string): Promise<void>;
}

/** Names a migration the way ARM does: target server and name, both case-insensitive. */
export interface MigrationReference {
  target: TargetServerId;
  name: string;
}

export interface NewMigration extends MigrationReference {
  request: MigrationRequest;
  secrets: MigrationSecrets;
  /** Who asked, from the token. */
  by?: string;
}

/** What PATCH can change; absent = not mentioned. */
export interface MigrationPatch {
  cancel?: boolean;
  /** `dbsToCancelMigrationOn`; all of them is the same as `cancel`. */
  databasesToCancel?: string[];
  overwriteDatabases?: boolean;
  databases?: string[];
  setupLogicalReplication?: boolean;
  /** ISO time. */
  migrationWindowStart?: string;
  startDataMigration?: boolean;
  tags?: Record<string, string>;
}

/** Throws if the version of the record, or its absence, is not what the caller expects (If-Match). */
export type Precondition = (etag: string | undefined) => void;

/** What a list shows of a migration. */
export type ListedMigration = Pick<MigrationView, 'record' | 'databases' | 'progress'>;

/** One consistent reading of a migration with all its rows. */
export interface MigrationView {
  record: MigrationRecord;
  /** ETag of the record: the API's ETag. */
  etag: string;
  databases: DatabaseRecord[];
  /** By number of the database. */
  progress: (DatabaseProgress | undefined)[];
  waits: WaitRow[];
  cleanUp: CleanUpItem[];
}

/** Which migrations the list over all servers shows. */
export interface MigrationFilter {
  state?: MigrationState;
  name?: string;
  /** Part of the source's id or address. */
  source?: string;
  /** Part of the target server's name. */
  target?: string;
  /** Times of creation, both inclusive. */
  from?: Date;
  to?: Date;
  top: number;
  continuation?: string;
}
