/** The JSON of a new migration (api-versions 2024-08-01 and 2025-08-01) as schemas; azure-apis.md 1.4 lists the properties. */
import type { z } from 'zod';
import { databases } from './databases';
import { fields } from './fields';
import { tags } from './tags';

/** Azure's own list; only a label here, since any reachable PostgreSQL server can be a source. */
const sourceTypes = [
  ...['PostgreSQLSingleServer', 'PostgreSQLFlexibleServer', 'PostgreSQLCosmosDB', 'OnPremises', 'AzureVM', 'AWS', 'AWS_RDS', 'AWS_AURORA'],
  ...['AWS_EC2', 'GCP', 'GCP_CloudSQL', 'GCP_AlloyDB', 'GCP_Compute', 'EDB', 'EDB_Oracle_Server', 'EDB_PostgreSQL', 'Huawei_RDS'],
  ...['Huawei_Compute', 'Heroku_PostgreSQL', 'Crunchy_PostgreSQL', 'ApsaraDB_RDS', 'Digital_Ocean_Droplets', 'Digital_Ocean_PostgreSQL'],
  'Supabase_PostgreSQL',
];

const offlineOnly =
  'this service moves databases offline, with writes on the source stopped, and does not replicate changes until a cutover; use Offline';

export const migrationMode = fields.oneOf(['Offline'], { Online: offlineOnly });

const secretParameters = fields.group({
  adminCredentials: fields.group({ sourceServerPassword: fields.secret(), targetServerPassword: fields.secret() }).prefault({} as never),
  sourceServerUsername: fields.text().optional(),
  targetServerUsername: fields.text().optional(),
  aadApp: fields.group({ clientId: fields.text(), tenantId: fields.text(), aadSecret: fields.secret() }).optional(),
});

const properties = fields.group({
  sourceDbServerResourceId: fields.text(),
  sourceDbServerFullyQualifiedDomainName: fields.text().optional(),
  targetDbServerFullyQualifiedDomainName: fields.text().optional(),
  secretParameters: secretParameters.prefault({} as never),
  dbsToMigrate: databases,
  migrationMode: migrationMode.optional(),
  migrationOption: fields
    .oneOf(['Migrate', 'ValidateAndMigrate'], {
      Validate: 'a migration that only validates is not served; leave the property out, since everything is validated before it is moved',
    })
    .optional(),
  sourceType: fields.oneOf(sourceTypes).optional(),
  sslMode: fields.oneOf(['Prefer', 'Require', 'VerifyCA', 'VerifyFull']).optional(),
  overwriteDbsInTarget: fields.truth().optional(),
  setupLogicalReplicationOnSourceDbIfNeeded: fields.truth().optional(),
  startDataMigration: fields.truth().optional(),
  triggerCutover: fields.truth().optional(),
  cancel: fields.truth('a new migration cannot be cancelled; PATCH it while it runs').optional(),
  migrateRoles: fields.truth('roles are not migrated; create them on the target first').optional(),
  migrationWindowStartTimeInUtc: fields.time().optional(),
  engine: fields.oneOf(['direct'], { dms: "this version has only the engine 'direct'" }).optional(),
});

export const migrationSchema = fields.group({
  location: fields.text(),
  tags: tags.optional(),
  properties: properties.prefault({} as never),
});

export type MigrationBody = z.output<typeof migrationSchema>;

/** What an answer holds and a request may therefore send back (GET, change, PUT): neither read nor named as ignored. */
export const readOnlyProperties: ReadonlySet<string> = new Set(
  [
    ...['id', 'name', 'type', 'systemData', 'etag', 'properties.migrationId', 'properties.currentStatus'],
    ...['properties.sourceDbServerMetadata', 'properties.targetDbServerMetadata', 'properties.targetDbServerResourceId'],
  ].map((path) => path.toLowerCase()),
);
