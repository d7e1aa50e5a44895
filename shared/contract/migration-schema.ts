/** The JSON of a new migration as schemas, one per dialect of the resource; azure-apis.md 1.3 and 1.4 list the properties. */
import type { z } from 'zod';
import { engineNames } from '../domain/migration';
import { subnetIdPattern } from '../domain/network-ids';
import { acceptedWarnings } from './accepted-warnings';
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
export const migrateRoles = fields.truth('roles are not migrated; create them on the target first');

export const adminCredentials = fields.group({ sourceServerPassword: fields.secret(), targetServerPassword: fields.secret() });
export const userNames = { sourceServerUsername: fields.user().optional(), targetServerUsername: fields.user().optional() };
export const aadApp = fields.group({ clientId: fields.text(), tenantId: fields.text(), aadSecret: fields.secret() });

/** What names the source, and how it is reached. */
export const sourceProperties = {
  sourceDbServerResourceId: fields.text(),
  sourceDbServerFullyQualifiedDomainName: fields.text().optional(),
  sourceType: fields.oneOf(sourceTypes).optional(),
  sslMode: fields.oneOf(['Prefer', 'Require', 'VerifyCA', 'VerifyFull']).optional(),
};

/** Read in every version: a property that says what is not wanted must not be ignored by one that does not have it. */
const properties = {
  ...sourceProperties,
  targetDbServerFullyQualifiedDomainName: fields.text().optional(),
  secretParameters: fields
    .group({ adminCredentials: adminCredentials.prefault({} as never), ...userNames, aadApp: aadApp.optional() })
    .prefault({} as never),
  dbsToMigrate: databases.optional(),
  migrationMode: migrationMode.optional(),
  migrationOption: fields.oneOf(['Validate', 'Migrate', 'ValidateAndMigrate']).optional(),
  overwriteDbsInTarget: fields.truth().optional(),
  setupLogicalReplicationOnSourceDbIfNeeded: fields.truth().optional(),
  startDataMigration: fields.truth().optional(),
  triggerCutover: fields.truth().optional(),
  cancel: fields.truth('a new migration cannot be cancelled; PATCH it while it runs').optional(),
  migrateRoles: migrateRoles.optional(),
  migrationWindowStartTimeInUtc: fields.time().optional(),
  migrationWindowEndTimeInUtc: fields.time().optional(),
  engine: fields.oneOf(engineNames).optional(),
  proof: fields.oneOf(['On', 'Off']).optional(),
  onSourceChange: fields.oneOf(['Fail', 'Warn']).optional(),
  acceptedWarnings: acceptedWarnings.optional(),
};

const resource = <Properties extends z.ZodType>(of: Properties) =>
  fields.group({ location: fields.text(), tags: tags.optional(), properties: of });

const resourceGroupId = fields.text().refine((id) => /^\/?subscriptions\/[^/]+\/resourceGroups\/[^/]+\/?$/i.test(id), {
  error: "must be the resource id of a resource group ('/subscriptions/<id>/resourceGroups/<name>')",
});
export const subnetId = fields.text().refine((id) => subnetIdPattern.test(id), {
  error: "must be the resource id of a subnet ('/subscriptions/.../virtualNetworks/<name>/subnets/<name>')",
});

/** Where what the engine dms needs is made; by default the target's resource group. Of the preview version, and an extension of the others. */
const migrationResourceGroup = fields.group({ resourceId: resourceGroupId.optional(), subnetResourceId: subnetId.optional() }).optional();

export const currentSchema = resource(fields.group({ ...properties, migrationResourceGroup }).prefault({} as never));

/** There, a migration whose cutover the caller wants to trigger is an online one. */
const triggersCutoverItself = fields.truth().refine((itself) => itself, {
  error: `must not be false: it asks for an online migration, and ${offlineOnly.replace(/; use Offline$/, '')}`,
});

export const previewSchema = resource(
  fields
    .group({
      ...properties,
      secretParameters: fields
        .group({ adminCredentials: adminCredentials.prefault({} as never), ...userNames, aadApp: aadApp.prefault({} as never) })
        .prefault({} as never),
      triggerCutover: triggersCutoverItself.optional(),
      migrationResourceGroup,
    })
    .prefault({} as never),
);

export type MigrationSchema = typeof currentSchema | typeof previewSchema;
export type MigrationBody = z.output<MigrationSchema>;

/** What an answer holds and a request may therefore send back (GET, change, PUT): neither read nor named as ignored. */
export const readOnlyProperties: ReadonlySet<string> = new Set(
  [
    ...['id', 'name', 'type', 'systemData', 'etag', 'properties.migrationId', 'properties.currentStatus'],
    ...['properties.sourceDbServerMetadata', 'properties.targetDbServerMetadata', 'properties.targetDbServerResourceId'],
    ...['properties.migrationName', 'properties.migrationDetailsLevel'],
  ].map((path) => path.toLowerCase()),
);
