/** Decodes the body of `POST /api/plan`: PUT's properties with any number of databases, as they are or inside `properties`. */
import type { MigrationRequest } from '../domain/migration';
import { anyNumberOfDatabases } from './databases';
import { fields } from './fields';
import { foldNames } from './fold-names';
import { aadApp, sourceProperties, userNames } from './migration-schema';
import { membersOf } from './raw-body';
import type { RequestContext } from './request-rules';
import { brokenSourceRules, serverFieldsIn } from './source-rules';
import { readSourceServer } from './source-server';
import { rejectionOf, violation, violationsOf } from './violations';

/** Only what is needed to look at the source; the rest of PUT's properties changes nothing here. */
export const planSchema = fields.group({
  properties: fields
    .group({
      ...sourceProperties,
      dbsToMigrate: anyNumberOfDatabases.optional(),
      secretParameters: fields
        .group({
          adminCredentials: fields.group({ sourceServerPassword: fields.secret() }).prefault({} as never),
          sourceServerUsername: userNames.sourceServerUsername,
          aadApp: aadApp.optional(),
        })
        .prefault({} as never),
    })
    .prefault({} as never),
});

export interface DecodedPlan {
  source: Pick<MigrationRequest, 'sourceServer' | 'sourceHost' | 'sourceUser' | 'sslMode'>;
  /** Empty: all user databases. */
  databases: string[];
  sourcePassword: string;
  aadApp?: { clientId: string; tenantId: string; aadSecret: string };
}

/** Throws a Rejection InvalidParameter with every violation. */
export function decodePlan(body: Record<string, unknown>, { serverProblem }: RequestContext): DecodedPlan {
  const isWrapped = Object.keys(body).some((name) => name.toLowerCase() === 'properties');
  const folded = foldNames(isWrapped ? body : { properties: body }, planSchema);
  const parsed = planSchema.safeParse(folded.value);
  const given = membersOf(membersOf(folded.value).properties);
  const found = [
    ...folded.repeated.map((path) => violation(path, 'is given more than once, in different casings')),
    ...(parsed.error ? violationsOf(parsed.error) : []),
    ...brokenSourceRules(serverFieldsIn(given), { serverProblem }),
  ];
  if (!parsed.success || found.length) throw rejectionOf(found);
  const { properties } = parsed.data;
  const source = readSourceServer(properties.sourceDbServerResourceId);
  if ('problem' in source) throw rejectionOf([violation('properties.sourceDbServerResourceId', source.problem)]);
  return {
    source: {
      sourceServer: source.server,
      sourceHost: properties.sourceDbServerFullyQualifiedDomainName,
      sourceUser: properties.secretParameters.sourceServerUsername,
      sslMode: properties.sslMode,
    },
    databases: properties.dbsToMigrate ?? [],
    sourcePassword: properties.secretParameters.adminCredentials.sourceServerPassword,
    ...(properties.secretParameters.aadApp ? { aadApp: properties.secretParameters.aadApp } : {}),
  };
}
