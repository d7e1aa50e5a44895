/** Writes a migration as the private preview of Azure's resource (azure-apis.md 1.3): its own casing, and true booleans. */
import type { ServerMetadata } from '../domain/migration';
import type { ListedMigration } from '../migrations/types';
import { serverResourceId } from './arm-ids';
import type { DetailsLevel } from './details-level';
import { databaseDetails } from './encode-database-details';
import { encodeResource } from './encode-resource';
import { validationDetails } from './encode-validation';
import { errorText } from './error-text';
import { previewStatus } from './shown-status';

export function encodePreview(view: ListedMigration, level: DetailsLevel = 'Default') {
  const { record } = view;
  const { request } = record;
  const { state, subState } = previewStatus(record);
  const validation = level === 'Full' ? validationDetails(view) : undefined;
  return encodeResource(record, {
    migrationId: record.id,
    migrationName: record.name,
    migrationDetailsLevel: level,
    currentStatus: {
      state,
      error: errorText(record.error),
      currentSubStateDetails: {
        currentSubState: subState,
        ...(level === 'Summary' ? {} : { dbDetails: databaseDetails(view) }),
        ...(validation ? { validationDetails: validation } : {}),
      },
    },
    sourceDBServerResourceId: request.sourceDbServerResourceId,
    ...(request.sourceHost ? { sourceDBServerFullyQualifiedDomainName: request.sourceHost } : {}),
    ...(record.sourceMetadata ? { sourceDBServerMetadata: previewMetadata(record.sourceMetadata) } : {}),
    targetDBServerResourceId: serverResourceId(record.target),
    ...(record.targetMetadata ? { targetDBServerMetadata: previewMetadata(record.targetMetadata) } : {}),
    ...(request.targetHost ? { targetDBServerFullyQualifiedDomainName: request.targetHost } : {}),
    secretParameters: { adminCredentials: {}, ...(request.aadApp ? { aadApp: request.aadApp } : {}) },
    ...(request.migrationResourceGroup ? { migrationResourceGroup: request.migrationResourceGroup } : {}),
    dBsToMigrate: request.databases,
    setupLogicalReplicationOnSourceDBIfNeeded: request.setupLogicalReplication,
    overwriteDBsInTarget: request.overwriteDatabases,
    migrationWindowStartTimeInUtc: request.migrationWindowStart ?? record.createdOn,
    startDataMigration: request.startDataMigration ?? false,
    ...(request.acceptedWarnings ? { acceptedWarnings: request.acceptedWarnings } : {}),
    triggerCutover: true, // what made a migration of that version an offline one
  });
}

const previewMetadata = ({ storageMb, ...metadata }: ServerMetadata) => ({
  ...metadata,
  ...(storageMb === undefined ? {} : { storageMB: storageMb }),
});
