// Tells apart why a connection failed: name, network, firewall, TLS, login, database.
import type { ErrorCode } from '../domain/error-codes';
import type { ServerConnection } from '../engines/engine';
import { errnoOf, isError } from './is-error';
import { quoteIdentifier } from './quote';
import { serverMessage } from './server-message';

type Server = Pick<ServerConnection, 'host' | 'port' | 'user'>;

export interface Cause {
  code: ErrorCode;
  /** Where there is something better than the code's own. */
  hint?: string;
}

const codeOfSqlState: Record<string, ErrorCode> = {
  '3D000': 'SOURCE_DATABASE_MISSING',
  '42501': 'SOURCE_RIGHTS_MISSING',
  '53100': 'TARGET_DISK_FULL',
  '53300': 'TOO_MANY_CONNECTIONS',
  '57P03': 'SERVER_UNREACHABLE', // starting up or shutting down
};

const nameErrnos = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA'];
export const networkErrnos = [...nameErrnos, 'ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'];

export function causeOf(error: unknown, server: Server): Cause {
  const answer = serverMessage(error);
  if (answer?.sqlState.startsWith('28')) return refusal(answer.message, server);
  if (answer) return { code: codeOfSqlState[answer.sqlState] ?? 'SERVER_UNREACHABLE' };
  const errno = errnoOf(error) ?? '';
  const message = isError(error) ? error.message : '';
  if (nameErrnos.includes(errno)) return { code: 'DNS_FAILED' };
  if (errno === 'ECONNREFUSED')
    return {
      code: 'SERVER_UNREACHABLE',
      hint: `Nothing listens at ${server.host}:${server.port}: check the port, and that the server runs.`,
    };
  if (errno === 'ETIMEDOUT' || /timeout/i.test(message)) return { code: 'SERVER_UNREACHABLE', hint: noAnswerHint(server) };
  if (networkErrnos.includes(errno)) return { code: 'SERVER_UNREACHABLE' };
  if (isTlsErrno(errno) || message.includes('SSL')) return { code: 'SERVER_TLS_FAILED', hint: tlsHint(errno, message, server) };
  if (/SASL|password/i.test(message)) return { code: 'LOGIN_FAILED' };
  return { code: 'SERVER_UNREACHABLE' };
}

/** Class 28: the server answered, and does not let us in. The texts are PostgreSQL's and Azure's own (azure-apis.md 5.8). */
function refusal(message: string, server: Server): Cause {
  if (/pg_hba\.conf/.test(message)) return { code: 'FIREWALL_REFUSED', hint: firewallHint(message, server) };
  if (/SSL connection is required/i.test(message)) {
    return { code: 'SERVER_TLS_FAILED', hint: 'The server demands TLS: set sslMode to Require, VerifyCA or VerifyFull.' };
  }
  if (/username@hostname/i.test(message)) {
    return {
      code: 'LOGIN_FAILED',
      hint: `A Single Server wants user@server as login, where server is the first part of its name: '${server.user}@${server.host.split('.')[0]}'.`,
    };
  }
  if (/not permitted to log in/.test(message)) return { code: 'LOGIN_FAILED', hint: `ALTER ROLE ${quoteIdentifier(server.user)} LOGIN;` };
  return { code: 'LOGIN_FAILED' };
}

/** The server names the address that it saw: that of this service, or of what translates it. */
function firewallHint(message: string, { host, user }: Server): string | undefined {
  const [, address] = /host "([^"]+)"/.exec(message) ?? [];
  if (!address) return undefined;
  const [, azureServer] = /^([^.]+)\.postgres\.database\./.exec(host) ?? [];
  if (!azureServer) {
    const range = `${address}/${address.includes(':') ? 128 : 32}`;
    return `Add to pg_hba.conf of the server: host all ${quoteIdentifier(user)} ${range} scram-sha-256 (md5 before version 10), then SELECT pg_reload_conf();`;
  }
  const range = `--start-ip-address ${address} --end-ip-address ${address}`;
  return user.includes('@')
    ? `az postgres server firewall-rule create --resource-group '<group>' --server-name '${azureServer}' --name pgflex ${range}`
    : `az postgres flexible-server firewall-rule create --resource-group '<group>' --name '${azureServer}' --rule-name pgflex ${range}`;
}

const noAnswerHint = ({ host, port }: Server) =>
  `No answer from ${host}:${port}: a firewall or network security group that drops packets, a server that is stopped, or a network that does not lead there. Let the addresses of this service in.`;

const isTlsErrno = (errno: string) => /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/.test(errno);

function tlsHint(errno: string, message: string, { host }: Server): string | undefined {
  if (errno === 'ERR_TLS_CERT_ALTNAME_INVALID' || errno === 'HOSTNAME_MISMATCH') {
    return `The certificate is for another name than '${host}': use a name that it carries, or sslMode VerifyCA.`;
  }
  if (/^(DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(errno)) {
    return 'The authority that signed the certificate is not known: the operator of this service can add it with PGFLEX_CA_FILE; sslMode Require does not check it.';
  }
  if (errno === 'CERT_HAS_EXPIRED') return 'The certificate of the server has expired: renew it; sslMode Require does not check it.';
  if (/does not support SSL/.test(message)) return 'The server has TLS switched off: set ssl = on there, or use sslMode Prefer.';
  return undefined;
}
