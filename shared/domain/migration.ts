/** The migration as the service knows it: one internal model, independent of api-versions and of how it is stored. */
import type { MigrationError } from './error-codes';
import type { DatabaseState, MigrationState, Step, SubState, TerminalState } from './states';
import type { WarningCode } from './warning-codes';

export const engineNames = ['direct', 'dms'] as const;
export type EngineName = (typeof engineNames)[number];

export type SslMode = 'Prefer' | 'Require' | 'VerifyCA' | 'VerifyFull';

/** The target flexible server, from the path of the request; names in the caller's casing. */
export interface TargetServerId {
  subscriptionId: string;
  resourceGroup: string;
  server: string;
}

/** Where the source is: an ARM resource, or a server named by `host:port@user`. */
export type SourceServer =
  | { kind: 'singleServer' | 'flexibleServer'; resourceId: string; subscriptionId: string; resourceGroup: string; server: string }
  | { kind: 'address'; host: string; port: number; user: string };

/** What a caller asked for, normalised, without secrets. Two PUTs are the same when these are equal. */
export interface MigrationRequest {
  location: string;
  tags: Record<string, string>;
  sourceServer: SourceServer;
  /** As the caller wrote it; echoed. */
  sourceDbServerResourceId: string;
  sourceHost?: string;
  targetHost?: string;
  sourceUser?: string;
  targetUser?: string;
  sourceType?: string;
  sslMode?: SslMode;
  migrationMode: 'Offline';
  migrationOption: 'Validate' | 'Migrate' | 'ValidateAndMigrate';
  databases: string[];
  overwriteDatabases: boolean;
  setupLogicalReplication: boolean;
  /** ISO time before which no data is moved. */
  migrationWindowStart?: string;
  /** Echoed; a migration that began goes on to its end. */
  migrationWindowEnd?: string;
  /** Where what the engine dms needs is made, and from which subnet it reaches both servers; echoed. */
  migrationResourceGroup?: { resourceId?: string; subnetResourceId?: string };
  /** False: wait for a window or for `startDataMigration`. */
  startDataMigration?: boolean;
  aadApp?: { clientId: string; tenantId: string };
  engine: EngineName;
  /** Whether what stands on the target is read back and compared; default: it is. */
  proof?: 'on' | 'off';
  /** What a write on the source during the migration leads to; default: the database fails. */
  onSourceChange?: 'fail' | 'warn';
  /** Findings that the caller knows of and takes. */
  acceptedWarnings?: AcceptedWarning[];
}

export interface AcceptedWarning {
  code: WarningCode;
  reason: string;
}

export interface MigrationSecrets {
  sourcePassword: string;
  targetPassword: string;
  aadSecret?: string;
}

/** A server as the engines reach it; the password is added by the activity that uses it. */
export interface ServerEndpoint {
  host: string;
  port: number;
  user: string;
  sslMode: SslMode;
  /** Where its size is known. */
  vCores?: number;
  /** Of a server that Azure Resource Manager knows. */
  network?: ServerNetwork;
  /** Azure adds storage by itself when little is left. */
  growsStorage?: boolean;
}

/** How a server of Azure is reached: over its public address and firewall, or from within a virtual network. */
export interface ServerNetwork {
  /** `private`: its public address is closed, whether or not there is another way in. */
  access: 'public' | 'private';
  /** Of a flexible server in a virtual network: the subnet that belongs to it. */
  delegatedSubnetId?: string;
  /** Of any other: the private endpoints that lead to it. */
  privateEndpoints?: PrivateEndpointLink[];
}

/** A private endpoint as the server sees it: it leads in only once the server's owner has approved it. */
export interface PrivateEndpointLink {
  endpointId: string;
  connectionId: string;
  /** `Approved`, `Pending`, `Rejected`, `Disconnected`. */
  status: string;
}

/** What Azure's resource shows of a server (azure-apis.md 1.3). */
export interface ServerMetadata {
  location: string;
  version: string;
  storageMb?: number;
  sku?: { name: string; tier: string };
}

/** `Accepting`: stored, not yet visible (DESIGN 3). `Abandoned`: given up before it became visible. */
export type Visibility = 'Accepting' | 'Visible' | 'Abandoned';

/** Row `r|id`. */
export interface MigrationRecord {
  id: string;
  name: string;
  target: TargetServerId;
  visibility: Visibility;
  request: MigrationRequest;
  /** Hash of what was asked for at PUT: the same again answers 200, anything else 409. Answers by PATCH do not change it. */
  contentHash: string;
  /** Consent given before anything was shown (PUT, or PATCH before a wait opened): it covers whatever pre-flight finds. */
  standingOverwrite: boolean;
  state: MigrationState;
  subState: SubState;
  lastStep: Step;
  /** Sequence of the newest event; 0 while accepting. */
  lastSequence: number;
  error?: MigrationError;
  /** What the look at Azure's resources found; part of every pre-flight's findings. */
  prerequisites?: ValidationFinding[];
  /** What the last pre-flight looked at and found. */
  validation?: Validation;
  sourceFacts?: SourceFacts;
  /** The point up to which MigrationProgress events were sent. */
  progressTold?: { percent: number; on: string };
  sourceEndpoint?: ServerEndpoint;
  sourceMetadata?: ServerMetadata;
  targetMetadata?: ServerMetadata;
  targetEndpoint?: ServerEndpoint;
  createdOn: string;
  /** Time of the last transition. */
  changedOn: string;
  endedOn?: string;
  cleanup: CleanupState;
  deletedOn?: string;
  createdBy?: string;
}

/** What the specification asks a person to look at by hand. */
export interface SourceFacts {
  /** New sessions are read-only by default. */
  readOnly: boolean;
  /** Roles other than ours and the server's own, with and without LOGIN. */
  logins: number;
  groups: number;
  /** Names of parameters that were changed, the first ones. */
  parameters: string[];
  sizes: { name: string; sizeBytes: number }[];
}

/** An error keeps the migration from starting; a warning is for a person to weigh, information for one to know. */
export type Severity = 'error' | 'warning' | 'information';

export interface ValidationFinding extends MigrationError {
  severity: Severity;
  /** The database it is about; absent: the servers. */
  database?: string;
  /** Why the caller takes this warning. */
  accepted?: string;
}

export interface Validation {
  status: 'Failed' | 'Warning' | 'Succeeded';
  startedOn: string;
  endedOn: string;
  findings: ValidationFinding[];
}

export type CleanupState = 'None' | 'Pending' | 'Completed';

/** Row `r|id|d|n`. */
export interface DatabaseRecord {
  migrationId: string;
  number: number;
  name: string;
  state: DatabaseState;
  error?: MigrationError;
  startedOn?: string;
  endedOn?: string;
  /** Somebody cancelled this database alone; it ends Canceled as soon as its running slice sees it. */
  cancelRequestedOn?: string;
  /** What was approved to be replaced; absent when the target has no such database. */
  overwrite?: ApprovedOverwrite;
}

/** What a person saw when approving; checked again before anything is dropped. */
export interface ApprovedOverwrite {
  oid: number;
  fingerprint: string;
}

/** Row `c|id`: every race meets here. */
export interface ControlRow {
  migrationId: string;
  cancelRequestedOn?: string;
  /** The orchestrator took note: the reconciler need not raise it again. */
  cancelSeenOn?: string;
  /** Whoever cancelled, from the token. */
  cancelRequestedBy?: string;
  /** Why the service itself stopped the migration (a wait that nobody ended), and how it ends then; by default Canceled. */
  cancelReason?: MigrationError;
  expiredAs?: 'Canceled' | 'Failed';
  /** The wait that is open, and its round. */
  openWait?: string;
  openRound?: number;
  sealed?: { outcome: TerminalState; on: string; error?: MigrationError };
}

/** A database that exists on the target and would be replaced. */
export interface ExistingDatabase {
  name: string;
  oid: number;
  fingerprint: string;
  sizeBytes: number;
  tables: number;
  lastActivity?: string;
  activeConnections: number;
}

/** Row `r|id|p|n`: single writer, no ETag. */
export interface DatabaseProgress {
  bytesTotal: number;
  bytesCopied: number;
  tablesTotal: number;
  tablesDone: number;
  tablesLoading: number;
  tablesFailed: number;
  /** What the engine does now; `noRoom`: it waits for room on the target's disk. */
  phase: 'noRoom' | 'schema' | 'copy' | 'indexes' | 'proof' | 'finish' | 'done';
  firstByteOn?: string;
  /** On the wire, over the last seconds; absent while nothing is copied. */
  bytesPerSecond?: number;
  /** Until the database is complete; absent while nobody can tell. */
  etaSeconds?: number;
  /** Some of them: what is worked on, the largest that wait, and what was done last. */
  tables?: TableProgress[];
}

export type TableState = 'queued' | 'copying' | 'proving' | 'indexing' | 'done' | 'failed';

export interface TableProgress {
  /** Quoted, schema-qualified. */
  name: string;
  state: TableState;
  /** So far; exact when the copy has ended. */
  rows: number;
  /** On the wire, so far. */
  bytes: number;
  /** On the source's disk. */
  sizeBytes: number;
  /** Of its copy, as a mean. */
  bytesPerSecond?: number;
}

export const cleanUpKinds = [
  'targetDatabase',
  'ledgerSchema',
  'allowConnections',
  'dmsTask',
  'dmsProject',
  'dmsService',
  'replicationSlot',
  'serverParameter',
  'firewallRule',
  'secret',
] as const;
/** Resources of Azure are named by their resource id, a server parameter by that of its configuration. */
export type CleanUpKind = (typeof cleanUpKinds)[number];

/** Row `r|id|l|n`: written before the thing is made. */
export interface CleanUpItem {
  migrationId: string;
  key: string;
  kind: CleanUpKind;
  name: string;
  /** The database of the migration it belongs to; absent: the migration's own. */
  number?: number;
  /** What it was before, for a thing that is changed and has to be set back. */
  before?: string;
  announcedOn?: string;
  fate?: CleanUpFate;
  command?: string;
}

/** `removed`: we removed it and saw it gone, or set it back and saw it so. `absent`: it was not there. `left`: still there, with the command that removes it. */
export type CleanUpFate = 'removed' | 'absent' | 'left';
