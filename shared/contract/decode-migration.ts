/** Decodes the body of a PUT into what the service works with, or rejects it with every violation at once. */
import { migrationNamePattern } from '../domain/limits';
import type { MigrationRequest, MigrationSecrets } from '../domain/migration';
import type { RejectionDetail } from '../domain/rejections';
import type { MigrationReference } from '../migrations/types';
import { shown } from './fields';
import { foldNames } from './fold-names';
import { type MigrationBody, readOnlyProperties } from './migration-schema';
import { membersOf } from './raw-body';
import type { Dialect, RequestContext } from './request-rules';
import { brokenSourceRules, serverFieldsIn } from './source-rules';
import { readSourceServer } from './source-server';
import { rejectionOf, respelled, violation, violationsOf } from './violations';
import { brokenWindowRules } from './window-rules';

export interface DecodedMigration {
  request: MigrationRequest;
  secrets: MigrationSecrets;
  /** JSON paths of properties that this service does not know. */
  ignored: string[];
}

/** Throws a Rejection InvalidParameter. */
export function decodeMigration(
  dialect: Dialect,
  { target, name }: MigrationReference,
  body: Record<string, unknown>,
  context: RequestContext,
): DecodedMigration {
  const folded = foldNames(body, dialect.schema);
  const parsed = dialect.schema.safeParse(folded.value);
  const properties = membersOf(membersOf(folded.value).properties);
  const found = [
    ...brokenNameRule(name),
    ...folded.repeated.map((path) => violation(path, 'is given more than once, in different casings')),
    ...(parsed.error ? violationsOf(parsed.error) : []),
    ...brokenSourceRules(serverFieldsIn(properties), { target, serverProblem: context.serverProblem }),
    ...brokenWindowRules(properties, { now: context.now, acceptsPastStart: dialect.acceptsPastWindow }),
  ];
  if (!parsed.success || found.length) throw rejectionOf(found.map(respelled(dialect.spelling)));
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
      databases: properties.dbsToMigrate ?? [],
      overwriteDatabases: properties.overwriteDbsInTarget ?? false,
      setupLogicalReplication: properties.setupLogicalReplicationOnSourceDbIfNeeded ?? false,
      migrationWindowStart: properties.migrationWindowStartTimeInUtc,
      migrationWindowEnd: properties.migrationWindowEndTimeInUtc,
      startDataMigration: properties.startDataMigration,
      ...(properties.migrationResourceGroup ? { migrationResourceGroup: properties.migrationResourceGroup } : {}),
      ...(aadApp ? { aadApp: { clientId: aadApp.clientId, tenantId: aadApp.tenantId } } : {}),
      engine: properties.engine ?? 'direct',
      ...(properties.proof === 'Off' ? { proof: 'off' as const } : {}),
      ...(properties.onSourceChange === 'Warn' ? { onSourceChange: 'warn' as const } : {}),
      ...(properties.acceptedWarnings?.length ? { acceptedWarnings: properties.acceptedWarnings } : {}),
    },
    secrets: {
      sourcePassword: adminCredentials.sourceServerPassword,
      targetPassword: adminCredentials.targetServerPassword,
      ...(aadApp ? { aadSecret: aadApp.aadSecret } : {}),
    },
  };
}
