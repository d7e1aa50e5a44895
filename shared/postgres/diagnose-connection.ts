// Says why a server cannot be reached, before anybody logs in: its name, its port, or what stands between.
import { connect as connectTcp } from 'node:net';
import { type MigrationError, MigrationFailure, migrationError } from '../domain/error-codes';
import { isPrivateAddress } from '../domain/private-address';
import type { ServerConnection } from '../engines/engine';
import { checkedAddress } from './checked-address';
import { isError } from './is-error';

export type ReachedServer = Pick<ServerConnection, 'host' | 'port' | 'network' | 'addressProblem'>;

/** For the name and for the connection together: a handshake over an ocean takes a tenth of a second, and a packet that is dropped never comes. */
const patienceMs = 5_000;

/** Undefined: the server listens there. It may still refuse the login, and Azure's firewall is asked only then. Never throws. */
export async function diagnoseConnection(server: ReachedServer, timeoutMs = patienceMs): Promise<MigrationError | undefined> {
  const late = AbortSignal.timeout(timeoutMs);
  const found = await within(late, addressOf(server, timeoutMs));
  if (found === undefined) return nameFailed(server, `leads nowhere: the name servers did not answer within ${timeoutMs / 1000} s`);
  if (typeof found !== 'string') return found;
  if (server.network?.access === 'private' && !isPrivateAddress(found)) {
    return nameFailed(server, `leads to the public address ${found}, and the server is private`);
  }
  const code = await within(late, tryConnection(found, server.port, late));
  return code === 'connected' ? undefined : notReached(server, found, code, timeoutMs);
}

async function addressOf({ host, addressProblem = () => undefined }: ReachedServer, timeoutMs: number): Promise<string | MigrationError> {
  try {
    return (await checkedAddress({ host, addressProblem }, timeoutMs)).host;
  } catch (error) {
    return error instanceof MigrationFailure ? error.error : nameFailed({ host }, lookupProblem(error));
  }
}

function lookupProblem(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ENOTFOUND' || code === 'ENODATA') return 'leads nowhere: no name server knows it';
  return code === 'EAI_AGAIN' ? 'leads nowhere: the name servers do not answer' : `leads nowhere: looking it up failed (${code})`;
}

function nameFailed({ host, network }: Pick<ReachedServer, 'host' | 'network'>, why: string): MigrationError {
  return migrationError('DNS_FAILED', `The name '${host}' ${why}.`, network?.access === 'private' ? { hint: linkHint(network) } : {});
}

function linkHint({ delegatedSubnetId }: NonNullable<ReachedServer['network']>): string {
  const zone =
    delegatedSubnetId === undefined
      ? "the private DNS zone 'privatelink.postgres.database.azure.com' of the private endpoint"
      : 'the private DNS zone of the server (its network.privateDnsZoneArmResourceId)';
  return (
    `Link ${zone} to the virtual network that this service is in: az network private-dns link vnet create --resource-group '<of the zone>' ` +
    "--zone-name '<zone>' --name pgflex --virtual-network '<id of the virtual network>' --registration-enabled false"
  );
}

/** `connected`, or the code of the system's error. */
function tryConnection(host: string, port: number, late: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const socket = connectTcp({ host, port, signal: late });
    socket.once('connect', () => {
      socket.destroy();
      resolve('connected');
    });
    socket.once('error', (error) => resolve(codeOf(error)));
  });
}

function notReached(server: ReachedServer, address: string, code: string | undefined, timeoutMs: number): MigrationError {
  const { host, port, network } = server;
  const at = host === address ? `${host}:${port}` : `${host}:${port} (${address})`;
  const isSilent = code === undefined || code === 'ABORT_ERR' || code === 'ETIMEDOUT';
  const between =
    network?.access === 'private'
      ? `Network security groups must let port ${port} out of the subnet of this service and into that of the server, and both networks must be peered: POST /api/network-plan looks.`
      : `A firewall drops the packets: let the addresses of this service in, and let its own subnet send to port ${port}.`;
  if (isSilent) return unreachable(`${at} did not answer within ${timeoutMs / 1000} s.`, between);
  if (code === 'ECONNREFUSED')
    return unreachable(`Nothing listens at ${at}: the connection was refused.`, 'Start the server, and check its port.');
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') {
    return unreachable(
      `No route leads to ${at} (${code}).`,
      'Connect the network of this service with that of the server: peering, gateway or route.',
    );
  }
  return unreachable(`The connection to ${at} failed (${code}).`, between);
}

const unreachable = (message: string, hint: string) => migrationError('SERVER_UNREACHABLE', message, { hint });

const codeOf = (error: unknown) => (isError(error) ? ((error as NodeJS.ErrnoException).code ?? error.name) : 'unknown');

/** Undefined when the signal came first. A look-up of a name cannot be stopped: it ends by itself, and nobody waits for it. */
async function within<T>(late: AbortSignal, work: Promise<T>): Promise<T | undefined> {
  const isLate = new Promise<undefined>((resolve) => {
    if (late.aborted) resolve(undefined);
    late.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  return Promise.race([work, isLate]);
}
