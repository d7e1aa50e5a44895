/** The rules about where a migration comes from and goes to, which no single field can check. */
import type { TargetServerId } from '../domain/migration';
import type { RejectionDetail } from '../domain/rejections';
import { isSameServer } from './arm-ids';
import { shown } from './fields';
import { type HostPort, parseHostPort } from './host-port';
import { readSourceServer } from './source-server';
import { violation } from './violations';

/** The fields concerned, if they are strings; each is checked even if others of the request are wrong. */
export interface ServerFields {
  source?: string;
  sourceHost?: string;
  targetHost?: string;
  sourceUser?: string;
}

const at = (name: string) => `properties.${name}`;
const sourceId = at('sourceDbServerResourceId');

/** Flexible servers have this name unless a private DNS zone renames them. */
const flexibleServerHost = (server: string) => `${server}.postgres.database.azure.com`;

export function brokenSourceRules(given: ServerFields, target: TargetServerId): RejectionDetail[] {
  const found: RejectionDetail[] = [];
  const sourceHost = readHost(at('sourceDbServerFullyQualifiedDomainName'), given.sourceHost, found);
  const targetHost = readHost(at('targetDbServerFullyQualifiedDomainName'), given.targetHost, found);
  const reading = given.source === undefined ? undefined : readSourceServer(given.source);
  if (reading && 'problem' in reading) found.push(violation(sourceId, reading.problem));
  if (!reading || 'problem' in reading) return found;

  const source = reading.server;
  const address = sourceHost ?? (source.kind === 'address' ? source : undefined);
  const knownTarget = targetHost ?? { host: flexibleServerHost(target.server), port: 5432 };
  const isTarget = source.kind === 'flexibleServer' && isSameServer(source, target);
  if (isTarget || (address && isSameHost(address, knownTarget))) {
    found.push(violation(sourceId, `names the target server ${shown(target.server)} itself; source and target must be different servers`));
  }
  if (source.kind === 'address' && given.sourceUser && given.sourceUser !== source.user) {
    const users = `user ${shown(source.user)}, but secretParameters.sourceServerUsername is ${shown(given.sourceUser)}`;
    found.push(violation(sourceId, `names the ${users}; give the same user in both, or only one`));
  }
  return found;
}

function readHost(target: string, text: string | undefined, found: RejectionDetail[]): HostPort | undefined {
  if (text === undefined) return undefined;
  const host = parseHostPort(text);
  if (!host) found.push(violation(target, `must be a host name or address, with or without ':<port>', not ${shown(text)}`));
  return host;
}

const isSameHost = (one: HostPort, other: HostPort) =>
  one.port === other.port && one.host.toLowerCase().replace(/\.$/, '') === other.host.toLowerCase().replace(/\.$/, '');
