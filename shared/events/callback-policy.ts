/** Where callbacks may go. An address from a caller is an invitation to send requests into a network, as `host:port@user` is (DESIGN 6). */
import { isIP } from 'node:net';
import { config } from '../config';
import { isAllowedServer, isForbiddenHost, isInternalAddress } from '../domain/allowed-servers';

const httpsPort = '443';

/** Why an address must not be called, as a rule that continues its name; undefined: nothing is known against it before its host has an address. */
export function callbackProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:') return 'must be an https address';
  if (url.username || url.password) return 'must not carry a user name or password';
  const { callbackHosts, development } = config();
  if (!development && (url.port || httpsPort) !== httpsPort) return `must use port ${httpsPort}`;
  const host = hostOf(url);
  if (!development && isForbiddenHost(host)) return `must not lead to '${host}', which is inside a network`;
  return isIP(host) ? callbackAddressProblem(host, host) : nameProblem(host, callbackHosts);
}

/** The host as name resolution takes it: an IPv6 address without its brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1');

const nameProblem = (host: string, allowed: readonly string[]) =>
  allowed.some((entry) => isAllowedServer([entry], host, '')) ? undefined : notListed(host);

const notListed = (host: string) =>
  `must not lead to '${host}', which is not among the hosts that may be called back (PGFLEX_CALLBACK_HOSTS)`;

/** The same once the host has led to an address: asked again at every call, about the address that is then connected to. */
export function callbackAddressProblem(host: string, address: string): string | undefined {
  const { callbackHosts, development } = config();
  if (!development && isInternalAddress(address)) return `must not lead to ${address}, an address inside a network`;
  return callbackHosts.some((entry) => isAllowedServer([entry], host, address)) ? undefined : notListed(host);
}
