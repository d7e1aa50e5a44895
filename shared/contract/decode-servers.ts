/** Decodes what says where both servers are, for requests that are about no migration yet: properties as they are or inside `properties`. */
import type { z } from 'zod';
import type { MigrationRequest, TargetServerId } from '../domain/migration';
import { fields } from './fields';
import { foldNames } from './fold-names';
import { sourceProperties, type userNames } from './migration-schema';
import { membersOf, textOf } from './raw-body';
import type { RequestContext } from './request-rules';
import { brokenSourceRules, serverFieldsIn } from './source-rules';
import { readSourceServer } from './source-server';
import { readTarget } from './target-server';
import { rejectionOf, violation, violationsOf } from './violations';

/** Properties of every such request. */
export const serverProperties = {
  ...sourceProperties,
  targetDbServerResourceId: fields.text(),
  targetDbServerFullyQualifiedDomainName: fields.text().optional(),
};

type ServerProperties = z.output<ReturnType<typeof fields.group<typeof serverProperties>>> & {
  secretParameters?: z.output<ReturnType<typeof fields.group<typeof userNames>>>;
};

export type ServersRequest = Pick<MigrationRequest, 'sourceServer' | 'sourceHost' | 'sourceUser' | 'sslMode' | 'targetHost' | 'targetUser'>;

export interface DecodedServers<Properties> {
  target: TargetServerId;
  request: ServersRequest;
  properties: Properties;
}

/** Throws a Rejection InvalidParameter with every violation. */
export function decodeServers<Properties extends ServerProperties>(
  schema: z.ZodType<{ properties: Properties }>,
  body: Record<string, unknown>,
  { serverProblem }: RequestContext,
): DecodedServers<Properties> {
  const isWrapped = Object.keys(body).some((name) => name.toLowerCase() === 'properties');
  const folded = foldNames(isWrapped ? body : { properties: body }, schema);
  const parsed = schema.safeParse(folded.value);
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
  return {
    target: target.id,
    request: {
      sourceServer: source.server,
      sourceHost: properties.sourceDbServerFullyQualifiedDomainName,
      sourceUser: properties.secretParameters?.sourceServerUsername,
      sslMode: properties.sslMode,
      targetHost: properties.targetDbServerFullyQualifiedDomainName,
      targetUser: properties.secretParameters?.targetServerUsername,
    },
    properties,
  };
}
