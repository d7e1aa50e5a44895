// Turns a server's name into the address that is connected to, after the service's policy has seen that address.
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { fail } from '../domain/error-codes';
import type { ServerConnection } from '../engines/engine';

export interface CheckedAddress {
  host: string;
  /** The name that the server's certificate must carry, where the host is an address now. */
  servername?: string;
}

/**
 * Without a policy the name is left to the connection. With one it is resolved here, once: a name that leads elsewhere a moment later cannot
 * slip past the check (DESIGN 6).
 */
export async function checkedAddress({ host, addressProblem }: Pick<ServerConnection, 'host' | 'addressProblem'>): Promise<CheckedAddress> {
  if (!addressProblem) return { host };
  const { address } = await lookup(host, { order: 'ipv4first' }); // Azure's servers have IPv4 addresses
  const problem = addressProblem(address);
  if (problem !== undefined) throw fail('SERVER_NOT_ALLOWED', `The server '${host}' ${problem}.`);
  return isIP(host) ? { host } : { host: address, servername: host };
}

export const tlsFor = (tls: ConnectionOptions | false, { servername }: CheckedAddress): ConnectionOptions | false =>
  tls && servername !== undefined ? { ...tls, servername } : tls;
