/** The built files of the portal, read once each and kept. */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** Beside the compiled functions, wherever the service is installed. */
const folder = join(__dirname, '..', '..', 'portal');

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export interface PortalFile {
  content: Uint8Array;
  type: string;
  /** Quoted, as the header wants it. */
  etag: string;
  encoding?: 'br' | 'gzip';
}

const kept = new Map<string, Promise<PortalFile>>();
let known: Set<string> | undefined;

/** Undefined: there is no such file. Only names that the build has made are looked up, so that no path leads out of the folder. */
export async function portalFile(name: string, acceptEncoding: string): Promise<PortalFile | undefined> {
  known ??= new Set(readdirSync(folder, { recursive: true }).map((path) => String(path).replaceAll('\\', '/')));
  const type = types[extname(name)];
  if (!type || !known.has(name)) return undefined;
  const accepts = (word: string) => new RegExp(`(^|[\\s,])${word}(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))(?=[\\s,;]|$)`, 'i').test(acceptEncoding);
  if (known.has(`${name}.br`) && accepts('br')) return read(`${name}.br`, type, 'br');
  if (known.has(`${name}.gz`) && accepts('gzip')) return read(`${name}.gz`, type, 'gzip');
  return read(name, type);
}

function read(name: string, type: string, encoding?: PortalFile['encoding']): Promise<PortalFile> {
  const file = kept.get(name) ?? load(name, type, encoding);
  kept.set(name, file);
  return file;
}

async function load(name: string, type: string, encoding: PortalFile['encoding']): Promise<PortalFile> {
  const content = await readFile(join(folder, name));
  const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 27)}"`;
  return { content, type, etag, ...(encoding ? { encoding } : {}) };
}
