/** Decodes the body of `POST /api/network-plan`: PUT's properties and the id of the target, as they are or inside `properties`. */
import type { MigrationRequest, TargetServerId } from '../domain/migration';
import { plainId } from '../domain/network-ids';
import { fields } from './fields';
import { foldNames } from './fold-names';
import { aadApp, sourceProperties, subnetId, userNames } from './migration-schema';
import { membersOf, textOf } from './raw-body';
import type { RequestContext } from './request-rules';
import { brokenSourceRules, serverFieldsIn } from './source-rules';
import { readSourceServer } from './source-server';
import { readTarget } from './target-server';
import { rejectionOf, violation, violationsOf } from './violations';

/** Only what says where both servers are, and who asks Azure about them. */
export const networkPlanSchema = fields.group({
  properties: fields
    .group({
      ...sourceProperties,
      targetDbServerResourceId: fields.text(),
      targetDbServerFullyQualifiedDomainName: fields.text().optional(),
      migrationResourceGroup: fields.group({ subnetResourceId: subnetId.optional() }).optional(),
      secretParameters: fields.group({ ...userNames, aadApp: aadApp.optional() }).optional(),
      testConnection: fields.truth().optional(),
    })
    .prefault({} as never),
});

export interface DecodedNetworkPlan {
  target: TargetServerId;
  request: Pick<MigrationRequest, 'sourceServer' | 'sourceHost' | 'sourceUser' | 'sslMode' | 'targetHost' | 'targetUser'>;
  chosenSubnetId?: string;
  aadApp?: { clientId: string; tenantId: string; aadSecret: string };
  testConnection: boolean;
}

/** Throws a Rejection InvalidParameter with every violation. */
export function decodeNetworkPlan(body: Record<string, unknown>, { serverProblem }: RequestContext): DecodedNetworkPlan {
  const isWrapped = Object.keys(body).some((name) => name.toLowerCase() === 'properties');
  const folded = foldNames(isWrapped ? body : { properties: body }, networkPlanSchema);
  const parsed = networkPlanSchema.safeParse(folded.value);
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
  const { subnetResourceId } = properties.migrationResourceGroup ?? {};
  const { aadApp: app, ...users } = properties.secretParameters ?? {};
  return {
    target: target.id,
    request: {
      sourceServer: source.server,
      sourceHost: properties.sourceDbServerFullyQualifiedDomainName,
      sourceUser: users.sourceServerUsername,
      sslMode: properties.sslMode,
      targetHost: properties.targetDbServerFullyQualifiedDomainName,
      targetUser: users.targetServerUsername,
    },
    ...(subnetResourceId ? { chosenSubnetId: plainId(subnetResourceId) } : {}),
    ...(app ? { aadApp: app } : {}),
    testConnection: properties.testConnection ?? false,
  };
}
