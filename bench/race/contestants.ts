/** Everybody who could take part on this machine, and why some can't. */
import type { Contestant } from './contestant';
import { ours } from './ours';
import { pgDump } from './pg-dump';
import { pgcopydbs } from './pgcopydb';
import { psqlFloor } from './psql-floor';
import { findOnPath, versionOf } from './tool';

export interface ContestantOptions {
  cores: number;
  sourceMajor: number;
  /** Path of a pgcopydb that is not on PATH. */
  pgcopydb?: string;
  profileFolder?: string;
}

const clientTools = ['psql', 'pg_dump', 'pg_restore'];

export function contestants({ cores, sourceMajor, pgcopydb, profileFolder }: ContestantOptions): Contestant[] {
  const missing = missingTools(sourceMajor);
  return [
    ours('on', profileFolder),
    ours('off', profileFolder),
    pgDump(cores, missing),
    psqlFloor(cores, missing),
    ...pgcopydbs(pgcopydb ?? findOnPath('pgcopydb'), cores, missing),
  ];
}

/** The others are all built on these. */
function missingTools(sourceMajor: number): string | undefined {
  const absent = clientTools.filter((name) => !findOnPath(name));
  if (absent.length) return `${absent.join(', ')} not on PATH`;
  const major = Number(/(\d+)\./.exec(versionOf('pg_dump'))?.[1]);
  return major < sourceMajor ? `pg_dump on PATH is ${major}, too old for a source of ${sourceMajor}` : undefined;
}

export function toolVersions(pgcopydb = findOnPath('pgcopydb')): Record<string, string> {
  const found: [string, string | undefined][] = [
    ...clientTools.map((name): [string, string | undefined] => [name, findOnPath(name)]),
    ['pgcopydb', pgcopydb],
  ];
  return Object.fromEntries(found.flatMap(([name, program]) => (program ? [[name, versionOf(program)]] : [])));
}
