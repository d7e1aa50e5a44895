// Finds the service: --endpoint, PGFLEX_ENDPOINT, else the one that `npm start` runs from this folder.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { rootCertificates } from 'node:tls';
import { CliFailure, usageFailure } from '../failure';
import type { Terminal } from '../terminal';
import type { LocalStack } from './local-stack';

export interface ConnectionOptions {
  endpoint?: string;
  caFile?: string;
}

export interface Connection {
  /** Without a slash at its end. */
  api: string;
  /** PEM of every authority to trust; absent: those that Node.js trusts, with NODE_EXTRA_CA_CERTS. */
  ca?: string[];
  /** The service is the one of `npm start`, which has credentials of its own. */
  local?: LocalStack;
}

const localFile = '.local/endpoints.json';
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export async function findConnection({ endpoint, caFile }: ConnectionOptions, { environment, folder }: Terminal): Promise<Connection> {
  const given = endpoint ?? (environment.PGFLEX_ENDPOINT || undefined);
  const own = caFile === undefined ? undefined : await authority(resolve(folder, caFile));
  if (given && /^https?:\/\//i.test(given)) return { api: checked(given), ca: own };
  const file = resolve(folder, given ?? localFile);
  const local = await readLocalStack(file);
  if (local) return { api: local.api, ca: [...(own ?? rootCertificates), await readFile(local.caFile, 'utf8')], local };
  if (given) throw usageFailure(`--endpoint: '${given}' is neither an http(s) address nor an endpoints.json of a service that runs.`);
  throw usageFailure('Which service? Give --endpoint or PGFLEX_ENDPOINT, or start one here: npm start.');
}

/** Tokens and passwords go over this connection: plain HTTP never leaves the machine. */
function checked(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url) throw usageFailure(`--endpoint: '${address}' is no address.`);
  if (url.protocol === 'http:' && !loopback.test(url.hostname)) {
    throw usageFailure(`--endpoint: ${url.host} must be asked over https: passwords go over this connection.`);
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

async function authority(file: string): Promise<string[]> {
  const pem = await readFile(file, 'utf8').catch((error: Error) => {
    throw usageFailure(`--ca-file: ${error.message}.`);
  });
  if (!pem.includes('BEGIN CERTIFICATE')) throw usageFailure(`--ca-file: there is no certificate in PEM in ${file}.`);
  return [...rootCertificates, pem];
}

/** Undefined: there is no such file, so that no such service runs. */
async function readLocalStack(file: string): Promise<LocalStack | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as LocalStack;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CliFailure('error', `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
