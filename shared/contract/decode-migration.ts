/** Decodes the body of a PUT into what the service works with, or rejects it with every violation at once. */
import { migrationNamePattern } from '../domain/limits';
import type { MigrationRequest, MigrationSecrets } from '../domain/migration';
import type { RejectionDetail } from '../domain/rejections';
import type { MigrationReference } from '../migrations/types';
import { fields, shown } from './fields';
import { foldNames } from './fold-names';
import { type MigrationBody, migrationSchema, readOnlyProperties } from './migration-schema';
import { brokenSourceRules } from './source-rules';
import { readSourceServer } from './source-server';
import { rejectionOf, violation, violationsOf } from './violations';

export interface DecodedMigration {
  request: MigrationRequest;
  secrets: MigrationSecrets;
  /** JSON paths of properties that this service does not know. */
  ignored: string[];
}

/** Throws a Rejection InvalidParameter. `now` decides whether a migration window lies ahead. */
export function decodeMigration({ target, name }: MigrationReference, body: Record<string, unknown>, now: Date): DecodedMigration {
  const folded = foldNames(body, migrationSchema);
  const parsed = migrationSchema.safeParse(folded.value);
  const found = [
    ...brokenNameRule(name),
    ...folded.repeated.map((path) => violation(path, 'is given more than once, in different casings')),
    ...(parsed.error ? violationsOf(parsed.error) : []),
    ...brokenSourceRules(serverFields(folded.value), target),
    ...brokenWindowRule(folded.value, now),
  ];
  if (!parsed.success || found.length) throw rejectionOf(found);
  return {
    ...normalised(parsed.data),
    ignored: folded.ignored.filter((path) => !readOnlyProperties.has(path.toLowerCase())),
  };
}

/** The name rule of a migration, for PUT and for the check of a name. */
export function brokenNameRule(name: string): RejectionDetail[] {
  if (migrationNamePattern.test(name)) return [];
  const rule = `${shown(name)} is not valid: 1 to 63 letters, digits and '-', not starting with '-'`;
  return [violation('migrationName', rule)];
}

/** What the rules about servers need, read without a schema: they are to be told even if the schema finds other violations. */
function serverFields(body: unknown) {
  const properties = membersOf(membersOf(body).properties);
  return {
    source: textOf(properties.sourceDbServerResourceId),
    sourceHost: textOf(properties.sourceDbServerFullyQualifiedDomainName),
    targetHost: textOf(properties.targetDbServerFullyQualifiedDomainName),
    sourceUser: textOf(membersOf(properties.secretParameters).sourceServerUsername),
  };
}

const membersOf = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null ? { ...value } : {});
const textOf = (value: unknown) => (typeof value === 'string' && value.trim() ? value.trim() : undefined);

/** This version has no state that waits for a window; a start that lies ahead must not be taken for "at once". */
function brokenWindowRule(body: unknown, now: Date): RejectionDetail[] {
  const { migrationWindowStartTimeInUtc, startDataMigration } = membersOf(membersOf(body).properties);
  const start = fields.time().safeParse(migrationWindowStartTimeInUtc);
  const startsAtOnce = fields.truth().safeParse(startDataMigration).data;
  if (!start.success || startsAtOnce || new Date(start.data) <= now) return [];
  const rule = `lies ahead (${start.data}), and this version does not wait for a migration window; leave it out to start at once`;
  return [violation('properties.migrationWindowStartTimeInUtc', rule)];
}

function normalised({ location, tags, properties }: MigrationBody): { request: MigrationRequest; secrets: MigrationSecrets } {
  const { secretParameters, sourceDbServerResourceId } = properties;
  const { adminCredentials, aadApp } = secretParameters;
  const source = readSourceServer(sourceDbServerResourceId);
  if ('problem' in source) throw rejectionOf([violation('properties.sourceDbServerResourceId', source.problem)]);
  return {
    request: {
      location,
      tags: tags ?? {},
      sourceServer: source.server,
      sourceDbServerResourceId,
      sourceHost: properties.sourceDbServerFullyQualifiedDomainName,
      targetHost: properties.targetDbServerFullyQualifiedDomainName,
      sourceUser: secretParameters.sourceServerUsername,
      targetUser: secretParameters.targetServerUsername,
      sourceType: properties.sourceType,
      sslMode: properties.sslMode,
      migrationMode: 'Offline',
      migrationOption: properties.migrationOption ?? 'ValidateAndMigrate',
      databases: properties.dbsToMigrate,
      overwriteDatabases: properties.overwriteDbsInTarget ?? false,
      setupLogicalReplication: properties.setupLogicalReplicationOnSourceDbIfNeeded ?? false,
      migrationWindowStart: properties.migrationWindowStartTimeInUtc,
      ...(aadApp ? { aadApp: { clientId: aadApp.clientId, tenantId: aadApp.tenantId } } : {}),
      engine: 'direct',
    },
    secrets: {
      sourcePassword: adminCredentials.sourceServerPassword,
      targetPassword: adminCredentials.targetServerPassword,
      ...(aadApp ? { aadSecret: aadApp.aadSecret } : {}),
    },
  };
}
