// The PostgreSQL servers that npm installed for this platform, by major version.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Installation {
  major: number;
  /** Folder with `bin`, `lib` and `share`. */
  directory: string;
}

/** Majors that can be started here, oldest first; empty where npm has no server for the platform. */
export function availableMajors(): number[] {
  return installations().map(({ major }) => major);
}

/** The oldest major to be had. */
export function oldestMajor(): number {
  return required(installations()[0]).major;
}

/** The usual source of a migration: 11, where Azure's Single Server ended, or the oldest to be had. */
export function sourceMajor(): number {
  return availableMajors().find((major) => major === lastOfSingleServer) ?? oldestMajor();
}

const lastOfSingleServer = 11;

/** The newest major to be had: the natural target of a migration. */
export function newestMajor(): number {
  return required(installations().at(-1)).major;
}

export function installation(major: number): Installation {
  const found = installations().find((candidate) => candidate.major === major);
  if (found) return found;
  throw new Error(
    `No PostgreSQL ${major} server is installed for ${platform}; available: ${availableMajors().join(', ') || 'none'}. Run 'npm ci' without '--omit=optional'.`,
  );
}

const platform = `${process.platform}-${process.arch}`;
const packageName = new RegExp(`^postgres-(\\d+)-${platform}$`);

/** Several `node_modules` may lie above this file (sources, compiled output, a package inside another): the nearest one with servers counts. */
function installations(): Installation[] {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const found = installationsIn(join(folder, 'node_modules'));
    if (found.length > 0 || folder === dirname(folder)) return found;
  }
}

function installationsIn(modules: string): Installation[] {
  if (!existsSync(modules)) return [];
  return readdirSync(modules)
    .flatMap((name) => {
      const major = packageName.exec(name)?.[1];
      return major ? [{ major: Number(major), directory: join(modules, name, 'native') }] : [];
    })
    .filter(({ directory }) => existsSync(join(directory, 'bin', 'postgres')))
    .sort((one, other) => one.major - other.major);
}

function required(found: Installation | undefined): Installation {
  if (found) return found;
  throw new Error(
    `npm has no PostgreSQL server for ${platform}, or it was installed with '--omit=optional'; needed is linux or macOS on x64 or arm64.`,
  );
}
