/** What the ARM resource answers with, as schemas: the OpenAPI document is made from them, and tests hold the encoders against them. */
import { z } from 'zod';
import { engineNames } from '../../domain/migration';
import { databaseStates, migrationStates, subStates } from '../../domain/states';
import { detailsLevels } from '../details-level';

export const timestamp = z.string().meta({ format: 'date-time' });
const truth = z.enum(['True', 'False']);
const validationState = z.enum(['Failed', 'Warning', 'Succeeded']);
const count = z.int().min(0);
export const severity = z.enum(['error', 'warning', 'information']);
export const owner = z.enum(['customer', 'service']);
const acceptedWarnings = z.array(z.strictObject({ code: z.string(), reason: z.string() })).optional();

export const envelope = z
  .strictObject({
    error: z.strictObject({
      code: z.string(),
      message: z.string(),
      target: z.string().optional().meta({ description: 'JSON path of the field, or the header or parameter.' }),
      details: z.array(z.strictObject({ code: z.string(), target: z.string(), message: z.string() })).optional(),
    }),
  })
  .meta({ id: 'Error', description: 'Every answer that is no success. `details` has each violation of a request.' });

const systemData = z.strictObject({
  createdBy: z.string().optional(),
  createdByType: z.enum(['User', 'Application']).optional(),
  createdAt: timestamp,
  lastModifiedAt: timestamp,
});

const databaseDetails = z.strictObject({
  databaseName: z.string(),
  migrationState: z.enum([...databaseStates, 'Canceling']),
  migrationOperation: z.string().optional(),
  startedOn: timestamp.optional(),
  endedOn: timestamp.optional(),
  fullLoadQueuedTables: count,
  fullLoadErroredTables: count,
  fullLoadLoadingTables: count,
  fullLoadCompletedTables: count,
  cdcUpdateCounter: count,
  cdcDeleteCounter: count,
  cdcInsertCounter: count,
  appliedChanges: count,
  incomingChanges: count,
  latency: count,
  message: z.string(),
});

const validationSummary = z.array(
  z.strictObject({
    type: z.string(),
    state: validationState,
    messages: z.array(
      z.strictObject({
        state: validationState,
        message: z.string(),
        severity,
        owner,
        hint: z.string().meta({ description: 'What to do, as SQL or a command where possible.' }),
        objects: z.array(z.string()).optional(),
        accepted: z.string().optional().meta({ description: 'Why the caller takes this warning; it does not count any more.' }),
      }),
    ),
  }),
);

const validationDetails = z.strictObject({
  status: validationState,
  validationStartTimeInUtc: timestamp,
  validationEndTimeInUtc: timestamp,
  serverLevelValidationDetails: validationSummary,
  dbLevelValidationDetails: z.array(
    z.strictObject({ databaseName: z.string(), startedOn: timestamp, endedOn: timestamp, summary: validationSummary }),
  ),
});

const status = (states: readonly string[], subStatesShown: readonly string[]) =>
  z.strictObject({
    state: z.enum(states),
    error: z.string().meta({ description: 'Empty, or `CODE: message hint`.' }),
    currentSubStateDetails: z.strictObject({
      currentSubState: z.enum(subStatesShown),
      dbDetails: z.record(z.string(), databaseDetails).optional(),
      validationDetails: validationDetails.optional(),
    }),
  });

const resource = <Properties extends z.ZodType>(properties: Properties) =>
  z.strictObject({
    id: z.string(),
    name: z.string(),
    type: z.string(),
    location: z.string(),
    tags: z.record(z.string(), z.string()),
    systemData,
    properties,
  });

const migrationResourceGroup = z.strictObject({ resourceId: z.string().optional(), subnetResourceId: z.string().optional() }).optional();

const sku = z.strictObject({ name: z.string(), tier: z.string() });
const facts = { location: z.string(), version: z.string(), sku: sku.optional() };
const serverMetadata = z.strictObject({ ...facts, storageMb: z.int().optional() });
const previewServerMetadata = z.strictObject({ ...facts, storageMB: z.int().optional() });

export const migration = resource(
  z.strictObject({
    migrationId: z.string(),
    currentStatus: status([...migrationStates, 'CleaningUp'], [...subStates, 'CancelingRequestedDBMigrations']),
    migrationMode: z.literal('Offline'),
    migrationOption: z.enum(['Validate', 'Migrate', 'ValidateAndMigrate']),
    sourceType: z.string(),
    sslMode: z.enum(['Prefer', 'Require', 'VerifyCA', 'VerifyFull']).optional(),
    sourceDbServerResourceId: z.string(),
    sourceDbServerFullyQualifiedDomainName: z.string().optional(),
    sourceDbServerMetadata: serverMetadata.optional(),
    targetDbServerResourceId: z.string(),
    targetDbServerMetadata: serverMetadata.optional(),
    targetDbServerFullyQualifiedDomainName: z.string().optional(),
    dbsToMigrate: z.array(z.string()),
    setupLogicalReplicationOnSourceDbIfNeeded: truth,
    overwriteDbsInTarget: truth,
    migrationWindowStartTimeInUtc: timestamp,
    migrationWindowEndTimeInUtc: timestamp.optional(),
    startDataMigration: truth.optional(),
    migrateRoles: truth,
    triggerCutover: truth,
    migrationResourceGroup,
    engine: z.enum(engineNames),
    proof: z.literal('Off').optional(),
    onSourceChange: z.literal('Warn').optional(),
    acceptedWarnings,
  }),
).meta({ id: 'Migration' });

const previewStates = migrationStates.filter((state) => state !== 'ValidationFailed');
const previewSubStates = subStates.filter((subState) => subState !== 'ValidationInProgress');

export const previewMigration = resource(
  z.strictObject({
    migrationId: z.string(),
    migrationName: z.string(),
    migrationDetailsLevel: z.enum(detailsLevels),
    currentStatus: status(previewStates, previewSubStates),
    sourceDBServerResourceId: z.string(),
    sourceDBServerFullyQualifiedDomainName: z.string().optional(),
    sourceDBServerMetadata: previewServerMetadata.optional(),
    targetDBServerResourceId: z.string(),
    targetDBServerMetadata: previewServerMetadata.optional(),
    targetDBServerFullyQualifiedDomainName: z.string().optional(),
    secretParameters: z.strictObject({
      adminCredentials: z.strictObject({}),
      aadApp: z.strictObject({ clientId: z.string(), tenantId: z.string() }).optional(),
    }),
    migrationResourceGroup,
    dBsToMigrate: z.array(z.string()),
    setupLogicalReplicationOnSourceDBIfNeeded: z.boolean(),
    overwriteDBsInTarget: z.boolean(),
    migrationWindowStartTimeInUtc: timestamp,
    startDataMigration: z.boolean(),
    acceptedWarnings,
    triggerCutover: z.boolean(),
  }),
).meta({ id: 'MigrationPreview' });

export const anyMigration = z.union([migration, previewMigration]);
export const migrationList = z.strictObject({ value: z.array(anyMigration), nextLink: z.url().optional() }).meta({ id: 'MigrationList' });

export const nameAvailability = z
  .strictObject({
    name: z.string(),
    type: z.string(),
    nameAvailable: z.boolean(),
    reason: z.enum(['Invalid', 'AlreadyExists']).optional(),
    message: z.string().optional(),
  })
  .meta({ id: 'NameAvailability' });
