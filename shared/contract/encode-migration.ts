/** Writes a migration as Azure's resource (azure-apis.md 1.5). Secrets are never part of it; booleans are "True" and "False". */
import type { MigrationView } from '../migrations/types';
import { migrationResourceId, migrationResourceType, serverResourceId } from './arm-ids';
import { databaseDetails } from './encode-database-details';
import { errorText } from './error-text';

const truth = (value: boolean) => (value ? 'True' : 'False');

const sourceTypeByKind = {
  singleServer: 'PostgreSQLSingleServer',
  flexibleServer: 'PostgreSQLFlexibleServer',
  address: 'OnPremises',
} as const;

export function encodeMigration(view: MigrationView) {
  const { record } = view;
  const { request } = record;
  const sslMode = request.sslMode ?? record.sourceEndpoint?.sslMode;
  return {
    id: migrationResourceId(record),
    name: record.name,
    type: migrationResourceType,
    location: request.location,
    tags: request.tags,
    systemData: {
      ...(record.createdBy ? { createdBy: record.createdBy } : {}),
      createdAt: record.createdOn,
      lastModifiedAt: record.changedOn,
    },
    properties: {
      migrationId: record.id,
      currentStatus: {
        state: record.state,
        error: errorText(record.error),
        currentSubStateDetails: { currentSubState: record.subState, dbDetails: databaseDetails(view) },
      },
      migrationMode: request.migrationMode,
      migrationOption: request.migrationOption,
      sourceType: request.sourceType ?? sourceTypeByKind[request.sourceServer.kind],
      ...(sslMode ? { sslMode } : {}),
      sourceDbServerResourceId: request.sourceDbServerResourceId,
      ...(request.sourceHost ? { sourceDbServerFullyQualifiedDomainName: request.sourceHost } : {}),
      targetDbServerResourceId: serverResourceId(record.target),
      ...(request.targetHost ? { targetDbServerFullyQualifiedDomainName: request.targetHost } : {}),
      dbsToMigrate: request.databases,
      setupLogicalReplicationOnSourceDbIfNeeded: truth(request.setupLogicalReplication),
      overwriteDbsInTarget: truth(request.overwriteDatabases),
      migrationWindowStartTimeInUtc: request.migrationWindowStart ?? record.createdOn,
      migrateRoles: 'False',
      triggerCutover: 'True', // the service says so of every offline migration
      engine: request.engine,
    },
  };
}
