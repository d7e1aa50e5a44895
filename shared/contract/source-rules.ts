/** The rules about where a migration comes from and goes to, which no single field can check. */
import type { SourceServer, TargetServerId } from '../domain/migration';
import type { RejectionDetail } from '../domain/rejections';
import { isSameServer } from './arm-ids';
import { fields, shown } from './fields';
import { defaultPort, type HostPort, parseHostPort } from './host-port';
import { membersOf, textOf } from './raw-body';
import { readSourceServer } from './source-server';
import { violation } from './violations';

/** The fields concerned, if they are strings; each is checked even if others of the request are wrong. */
export interface ServerFields {
  source?: string;
  sourceHost?: string;
  targetHost?: string;
  sourceUser?: string;
}

export interface ServerContext {
  /** Absent where a request has no target. */
  target?: TargetServerId;
  /** Why this service must not connect to a host; undefined: it may. */
  serverProblem?(host: string): string | undefined;
}

const at = (name: string) => `properties.${name}`;
const sourceId = at('sourceDbServerResourceId');

/** Flexible servers have this name unless a private DNS zone renames them. */
const flexibleServerHost = (server: string) => `${server}.postgres.database.azure.com`;

/** `properties`: of the body, names folded, not yet checked. */
export const serverFieldsIn = (properties: Record<string, unknown>): ServerFields => ({
  source: textOf(properties.sourceDbServerResourceId),
  sourceHost: textOf(properties.sourceDbServerFullyQualifiedDomainName),
  targetHost: textOf(properties.targetDbServerFullyQualifiedDomainName),
  sourceUser: textOf(membersOf(properties.secretParameters).sourceServerUsername),
});

export function brokenSourceRules(given: ServerFields, { target, serverProblem }: ServerContext): RejectionDetail[] {
  const found: RejectionDetail[] = [];
  const readHost = (field: string, text: string | undefined): HostPort | undefined => {
    if (text === undefined) return undefined;
    const host = parseHostPort(text);
    const problem = host ? serverProblem?.(host.host) : `must be a host name or address, with or without ':<port>', not ${shown(text)}`;
    if (problem) found.push(violation(field, problem));
    return host;
  };
  const sourceHost = readHost(at('sourceDbServerFullyQualifiedDomainName'), given.sourceHost);
  const targetHost = readHost(at('targetDbServerFullyQualifiedDomainName'), given.targetHost);
  const reading = given.source === undefined ? undefined : readSourceServer(given.source);
  if (reading && 'problem' in reading) found.push(violation(sourceId, reading.problem));
  if (!reading || 'problem' in reading) return found;

  const source = reading.server;
  if (source.kind === 'address') {
    const problem = serverProblem?.(source.host);
    if (problem) found.push(violation(sourceId, problem));
    const wrongUser = fields.user().safeParse(source.user).error?.issues[0]?.message;
    if (wrongUser) found.push(violation(sourceId, `names a user that ${wrongUser}`));
  }
  const address = sourceHost ?? (source.kind === 'address' ? source : undefined);
  if (target && isTarget(source, address, target, targetHost)) {
    found.push(violation(sourceId, `names the target server ${shown(target.server)} itself; source and target must be different servers`));
  }
  if (source.kind === 'address' && given.sourceUser && given.sourceUser !== source.user) {
    const users = `user ${shown(source.user)}, but secretParameters.sourceServerUsername is ${shown(given.sourceUser)}`;
    found.push(violation(sourceId, `names the ${users}; give the same user in both, or only one`));
  }
  return found;
}

function isTarget(source: SourceServer, address: HostPort | undefined, target: TargetServerId, targetHost: HostPort | undefined): boolean {
  const knownTarget = targetHost ?? { host: flexibleServerHost(target.server), port: defaultPort };
  return (source.kind === 'flexibleServer' && isSameServer(source, target)) || (address !== undefined && isSameHost(address, knownTarget));
}

const isSameHost = (one: HostPort, other: HostPort) =>
  one.port === other.port && one.host.toLowerCase().replace(/\.$/, '') === other.host.toLowerCase().replace(/\.$/, '');
