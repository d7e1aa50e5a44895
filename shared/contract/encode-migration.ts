/** Writes a migration as today's versions of Azure's resource (azure-apis.md 1.5). Secrets are never part of it; booleans are "True" and "False". */
import type { ListedMigration } from '../migrations/types';
import { serverResourceId } from './arm-ids';
import { databaseDetails } from './encode-database-details';
import { encodeResource } from './encode-resource';
import { validationDetails } from './encode-validation';
import { errorText } from './error-text';
import { currentStatus } from './shown-status';

const truth = (value: boolean) => (value ? 'True' : 'False');

const sourceTypeByKind = {
  singleServer: 'PostgreSQLSingleServer',
  flexibleServer: 'PostgreSQLFlexibleServer',
  address: 'OnPremises',
} as const;

export function encodeMigration(view: ListedMigration) {
  const { record } = view;
  const { request } = record;
  const { state, subState } = currentStatus(record, view.databases);
  const sslMode = request.sslMode ?? record.sourceEndpoint?.sslMode;
  const validation = validationDetails(view);
  return encodeResource(record, {
    migrationId: record.id,
    currentStatus: {
      state,
      error: errorText(record.error),
      currentSubStateDetails: {
        currentSubState: subState,
        dbDetails: databaseDetails(view),
        ...(validation ? { validationDetails: validation } : {}),
      },
    },
    migrationMode: request.migrationMode,
    migrationOption: request.migrationOption,
    sourceType: request.sourceType ?? sourceTypeByKind[request.sourceServer.kind],
    ...(sslMode ? { sslMode } : {}),
    sourceDbServerResourceId: request.sourceDbServerResourceId,
    ...(request.sourceHost ? { sourceDbServerFullyQualifiedDomainName: request.sourceHost } : {}),
    ...(record.sourceMetadata ? { sourceDbServerMetadata: record.sourceMetadata } : {}),
    targetDbServerResourceId: serverResourceId(record.target),
    ...(record.targetMetadata ? { targetDbServerMetadata: record.targetMetadata } : {}),
    ...(request.targetHost ? { targetDbServerFullyQualifiedDomainName: request.targetHost } : {}),
    dbsToMigrate: request.databases,
    setupLogicalReplicationOnSourceDbIfNeeded: truth(request.setupLogicalReplication),
    overwriteDbsInTarget: truth(request.overwriteDatabases),
    migrationWindowStartTimeInUtc: request.migrationWindowStart ?? record.createdOn,
    ...(request.migrationWindowEnd ? { migrationWindowEndTimeInUtc: request.migrationWindowEnd } : {}),
    ...(request.startDataMigration === undefined ? {} : { startDataMigration: truth(request.startDataMigration) }),
    migrateRoles: 'False',
    triggerCutover: 'True', // the service says so of every offline migration
    ...(request.migrationResourceGroup ? { migrationResourceGroup: request.migrationResourceGroup } : {}),
    engine: request.engine,
    ...(request.proof === 'off' ? { proof: 'Off' } : {}),
    ...(request.onSourceChange === 'warn' ? { onSourceChange: 'Warn' } : {}),
    ...(request.acceptedWarnings ? { acceptedWarnings: request.acceptedWarnings } : {}),
  });
}
