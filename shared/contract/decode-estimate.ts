/** Decodes the body of `POST /api/estimate`: PUT's properties and the id of the target, as they are or inside `properties`. */
import type { MigrationRequest, MigrationSecrets, TargetServerId } from '../domain/migration';
import { databases } from './databases';
import { fields } from './fields';
import { foldNames } from './fold-names';
import { aadApp, adminCredentials, sourceProperties, userNames } from './migration-schema';
import { membersOf, textOf } from './raw-body';
import type { RequestContext } from './request-rules';
import { brokenSourceRules, serverFieldsIn } from './source-rules';
import { readSourceServer } from './source-server';
import { readTarget } from './target-server';
import { rejectionOf, violation, violationsOf } from './violations';

/** Only what is needed to look at both servers; the rest of PUT's properties changes nothing here. */
export const estimateSchema = fields.group({
  properties: fields
    .group({
      ...sourceProperties,
      targetDbServerResourceId: fields.text(),
      targetDbServerFullyQualifiedDomainName: fields.text().optional(),
      dbsToMigrate: databases.optional(),
      secretParameters: fields
        .group({ adminCredentials: adminCredentials.prefault({} as never), ...userNames, aadApp: aadApp.optional() })
        .prefault({} as never),
    })
    .prefault({} as never),
});

export interface DecodedEstimate {
  target: TargetServerId;
  request: Pick<MigrationRequest, 'sourceServer' | 'sourceHost' | 'sourceUser' | 'sslMode' | 'targetHost' | 'targetUser' | 'aadApp'>;
  /** Empty: all user databases. */
  databases: string[];
  secrets: MigrationSecrets;
}

/** Throws a Rejection InvalidParameter with every violation. */
export function decodeEstimate(body: Record<string, unknown>, { serverProblem }: RequestContext): DecodedEstimate {
  const isWrapped = Object.keys(body).some((name) => name.toLowerCase() === 'properties');
  const folded = foldNames(isWrapped ? body : { properties: body }, estimateSchema);
  const parsed = estimateSchema.safeParse(folded.value);
  const given = membersOf(membersOf(folded.value).properties);
  const target = readTarget(textOf(given.targetDbServerResourceId));
  const found = [
    ...folded.repeated.map((path) => violation(path, 'is given more than once, in different casings')),
    ...(parsed.error ? violationsOf(parsed.error) : []),
    ...target.problems,
    ...brokenSourceRules(serverFieldsIn(given), { target: target.id, serverProblem }),
  ];
  if (!parsed.success || !target.id || found.length) throw rejectionOf(found);
  const { properties } = parsed.data;
  const source = readSourceServer(properties.sourceDbServerResourceId);
  if ('problem' in source) throw rejectionOf([violation('properties.sourceDbServerResourceId', source.problem)]);
  const { adminCredentials: passwords, aadApp: app, ...users } = properties.secretParameters;
  return {
    target: target.id,
    request: {
      sourceServer: source.server,
      sourceHost: properties.sourceDbServerFullyQualifiedDomainName,
      sourceUser: users.sourceServerUsername,
      sslMode: properties.sslMode,
      targetHost: properties.targetDbServerFullyQualifiedDomainName,
      targetUser: users.targetServerUsername,
      ...(app ? { aadApp: { clientId: app.clientId, tenantId: app.tenantId } } : {}),
    },
    databases: properties.dbsToMigrate ?? [],
    secrets: {
      sourcePassword: passwords.sourceServerPassword,
      targetPassword: passwords.targetServerPassword,
      ...(app ? { aadSecret: app.aadSecret } : {}),
    },
  };
}
