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
export async function checkedAddress(
  { host, addressProblem }: Pick<ServerConnection, 'host' | 'addressProblem'>,
  timeoutMs: number,
): Promise<CheckedAddress> {
  if (!addressProblem) return { host };
  const { address } = await inTime(lookup(host, { order: 'ipv4first' }), host, timeoutMs); // Azure's servers have IPv4 addresses
  const problem = addressProblem(address);
  if (problem !== undefined) throw fail('SERVER_NOT_ALLOWED', `The server '${host}' ${problem}.`);
  return isIP(host) ? { host } : { host: address, servername: host };
}

/** The system's resolver has a patience of its own, which may be longer than that of whoever waits. */
async function inTime<T>(work: Promise<T>, host: string, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(fail('DNS_FAILED', `The name '${host}' was not resolved within ${timeoutMs / 1000} s.`)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export const tlsFor = (tls: ConnectionOptions | false, { servername }: CheckedAddress): ConnectionOptions | false =>
  tls && servername !== undefined ? { ...tls, servername } : tls;
