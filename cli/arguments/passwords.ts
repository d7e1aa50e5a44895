// Passwords: from a file, the environment, or a person who types them unseen; on the command line only with a warning.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { usageFailure } from '../failure';
import type { Terminal } from '../terminal';
import { askHidden } from './ask';

export interface Wanted {
  /** For people, e.g. `password of the source server`. */
  title: string;
  /** Absent: there is no option for it. */
  option?: string;
  variable: string;
}

export const secrets = {
  source: { title: 'password of the source server', option: '--source-password', variable: 'PGFLEX_SOURCE_PASSWORD' },
  target: { title: 'password of the target server', option: '--target-password', variable: 'PGFLEX_TARGET_PASSWORD' },
  aadApp: { title: 'secret of the AAD app', variable: 'PGFLEX_AAD_SECRET' },
} as const satisfies Record<string, Wanted>;

/** `given`: the option's value, where `@name` is a file. */
export async function findSecret({ title, option, variable }: Wanted, given: string | undefined, terminal: Terminal): Promise<string> {
  if (given?.startsWith('@')) return fromFile(option ?? title, resolve(terminal.folder, given.slice(1)));
  if (given !== undefined) {
    terminal.notes.say(
      `Warning: ${option} on the command line is seen by everyone on this machine and stays in the shell's history. ` +
        `Use ${option} @file, ${variable}, or leave it out and type it.`,
    );
    return given;
  }
  const fromEnvironment = terminal.environment[variable];
  if (fromEnvironment) return fromEnvironment;
  if (terminal.asks) return askHidden(terminal, `${title[0]?.toUpperCase()}${title.slice(1)}: `);
  throw usageFailure(`There is no ${title}: set ${variable}${option ? `, or give ${option} @file` : ''}.`);
}

/** Editors end a file with a line break, which is no part of the password. */
async function fromFile(option: string, file: string): Promise<string> {
  const content = await readFile(file, 'utf8').catch((error: Error) => {
    throw usageFailure(`${option}: ${error.message}.`);
  });
  return content.replace(/\r?\n$/, '');
}
