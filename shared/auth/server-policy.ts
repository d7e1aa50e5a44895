/** What this service's configuration says about a server that a caller names. */
import { config } from '../config';
import { isAllowedServer, isForbiddenAddress, isForbiddenHost, mayBeAllowedServer } from '../domain/allowed-servers';

/** Why it must not be connected to, as the second half of a sentence; undefined: nothing is known against it before it has an address. */
export function serverProblem(host: string): string | undefined {
  const { allowedServers, development } = config();
  if (!development && isForbiddenHost(host))
    return `names '${host}', an address of the machine or of its cloud itself, which is never allowed`;
  if (mayBeAllowedServer(allowedServers, host)) return undefined;
  return `names '${host}', which is not among the servers that this service is allowed to connect to (PGFLEX_ALLOWED_SERVERS)`;
}

/** The same once the name of a server has led to an address; for `ServerConnection.addressProblem`. */
export const addressProblemOf =
  (host: string) =>
  (address: string): string | undefined => {
    const { allowedServers, development } = config();
    if (!development && isForbiddenAddress(address))
      return `has the address ${address} of the machine or of its cloud itself, which is never allowed`;
    if (isAllowedServer(allowedServers, host, address)) return undefined;
    return `has the address ${address}, which is not among the servers that this service is allowed to connect to (PGFLEX_ALLOWED_SERVERS)`;
  };
