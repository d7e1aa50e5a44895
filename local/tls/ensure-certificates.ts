// Makes or renews the local certificate authority and the one server certificate that every local server uses.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { writeAtomically } from '../files/write-atomically';
import { issueAuthority, issueServer, newPrivateKey } from './issue';

export interface Certificates {
  /** The authority's certificate: what a client has to trust. */
  caFile: string;
  certFile: string;
  /** Mode 0600. PostgreSQL also wants it to belong to the server's own user: copy it for a server that runs as another one. */
  keyFile: string;
}

export const localHostNames = ['localhost', '127.0.0.1', '::1'];

const renewBeforeMs = 30 * 24 * 60 * 60 * 1000;
const names = { authority: 'ca.pem', authorityKey: 'ca.key', server: 'server.pem', serverKey: 'server.key' } as const;

/**
 * The certificates in `directory`, made on first use. Safe when several processes call it at once: a new set appears as a whole by renaming a
 * folder, and a renewal keeps the keys and replaces one certificate file, so whatever pair of files a reader sees fits.
 */
export async function ensureCertificates(directory: string, hostNames: string[] = localHostNames): Promise<Certificates> {
  const folder = resolve(directory);
  const found = (await readSet(folder)) ?? (await publishNewSet(folder, hostNames));
  await renewIfDue(folder, found, hostNames);
  return { caFile: join(folder, names.authority), certFile: join(folder, names.server), keyFile: join(folder, names.serverKey) };
}

type CertificateSet = Record<keyof typeof names, string>;

async function readSet(folder: string): Promise<CertificateSet | undefined> {
  const entries = Object.entries(names) as [keyof typeof names, string][];
  const read = () => Promise.all(entries.map(([, name]) => readIfThere(join(folder, name))));
  let contents = await read();
  if (contents.every((content) => content === undefined)) return undefined;
  if (contents.includes(undefined)) contents = await read(); // another process published the folder between two reads
  const missing = entries.filter((_, index) => contents[index] === undefined).map(([, name]) => name);
  if (missing.length > 0) {
    throw new Error(
      `The certificate folder ${folder} is incomplete: ${missing.join(', ')} missing. Delete the folder, and it is made again.`,
    );
  }
  return Object.fromEntries(entries.map(([key], index) => [key, contents[index]])) as CertificateSet;
}

async function publishNewSet(folder: string, hostNames: string[]): Promise<CertificateSet> {
  await mkdir(dirname(folder), { recursive: true });
  const temporary = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`));
  try {
    const [authorityKey, serverKey] = [newPrivateKey(), newPrivateKey()];
    const set = {
      authorityKey,
      serverKey,
      authority: await issueAuthority(authorityKey),
      server: await issueServer(serverKey, hostNames, authorityKey),
    };
    for (const key of Object.keys(names) as (keyof typeof names)[]) {
      await writeFile(join(temporary, names[key]), set[key], { mode: names[key].endsWith('.key') ? 0o600 : 0o644 });
    }
    await chmod(temporary, 0o755); // servers under other users read the certificates; the keys protect themselves
    await rename(temporary, folder);
    return set;
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    const winner = isAlreadyThere(error) ? await readSet(folder) : undefined;
    if (winner) return winner;
    throw error;
  }
}

async function renewIfDue(folder: string, set: CertificateSet, hostNames: string[]): Promise<void> {
  const authority = new X509Certificate(set.authority);
  const server = new X509Certificate(set.server);
  if (!server.checkPrivateKey(createPrivateKey(set.serverKey)) || !server.verify(authority.publicKey)) {
    throw new Error(`The files in the certificate folder ${folder} do not belong together. Delete the folder, and they are made again.`);
  }
  if (endsSoon(authority)) await writeAtomically(join(folder, names.authority), await issueAuthority(set.authorityKey));
  if (endsSoon(server) || namesIn(server).join() !== [...hostNames].sort().join()) {
    await writeAtomically(join(folder, names.server), await issueServer(set.serverKey, hostNames, set.authorityKey));
  }
}

const endsSoon = (certificate: X509Certificate) => Date.parse(certificate.validTo) - Date.now() < renewBeforeMs;

/** Node prints `DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1`. */
function namesIn(certificate: X509Certificate): string[] {
  const entries = (certificate.subjectAltName ?? '').split(', ').map((entry) => entry.replace(/^(DNS|IP Address):/, ''));
  return entries.map((entry) => (entry === '0:0:0:0:0:0:0:1' ? '::1' : entry)).sort();
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const isAlreadyThere = (error: unknown) => ['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '');
