/** What the prerequisite rules look at: everything that was read of Azure's side of a migration, once. */
import type { MigrationFailure } from '../domain/error-codes';
import type { EngineName } from '../domain/migration';
import type { PermissionScope } from '../domain/permissions';
import type { ArmServerId } from '../domain/server-ids';
import type { ArmServer } from './arm-servers';
import type { Grant } from './permissions';
import type { Principal } from './principal';
import type { Registration } from './providers';

export type Read<T> = { kind: 'read'; value: T } | { kind: 'failed'; failure: MigrationFailure };

export interface ServerLook {
  id: ArmServerId;
  /** Undefined: there is no such server. */
  server: Read<ArmServer | undefined>;
}

/** A resource that the migration needs rights on. */
export interface ScopeLook {
  scope: PermissionScope;
  /** Resource id. */
  id: string;
  needed: string[];
  grants: Read<Grant[]>;
}

export interface AzureLook {
  engine: EngineName;
  principal: Principal;
  /** Absent: the source is named by its address, and Azure knows nothing of it. */
  source?: ServerLook;
  target: ServerLook;
  /** Names of the target's read replicas; empty where they cannot be read. */
  replicas: string[];
  scopes: ScopeLook[];
  /** Where the engine makes something in it. */
  resourceGroup?: { id: string; name: string; location: string; exists: Read<boolean> };
  /** Resource id of the subnet for what needs one, where the request names it. */
  subnetId?: string;
  /** Where the engine needs it: Azure Database Migration Service. */
  provider?: { subscriptionId: string; registration: Read<Registration>; waitedTooLong: boolean };
}

export const answerOf = <T>(read: Read<T>): T | undefined => (read.kind === 'read' ? read.value : undefined);

export const isDenied = (read: Read<unknown>): boolean => read.kind === 'failed' && read.failure.error.code === 'ARM_ACCESS_DENIED';
