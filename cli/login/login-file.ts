// How somebody signed in with `pgflex login`: kept in the user's own folder, readable by nobody else.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

export const loginMethods = ['device-code', 'az', 'environment'] as const;
export type LoginMethod = (typeof loginMethods)[number];

export interface Login {
  method: LoginMethod;
  /** Of device-code: who it was, as @azure/identity writes it. Tokens are in files beside this one. */
  record?: string;
}

export const loginFolder = ({ PGFLEX_CONFIG_DIR, XDG_CONFIG_HOME, APPDATA }: NodeJS.ProcessEnv) =>
  PGFLEX_CONFIG_DIR || join(XDG_CONFIG_HOME || APPDATA || join(homedir(), '.config'), 'pgflex');

const fileName = 'login.json';

/** Undefined: nobody has signed in. */
export async function readLogin(environment: NodeJS.ProcessEnv): Promise<Login | undefined> {
  const text = await textOf(loginFolder(environment), fileName);
  return text === undefined ? undefined : (JSON.parse(text) as Login);
}

export const writeLogin = (environment: NodeJS.ProcessEnv, login: Login) =>
  writePrivately(loginFolder(environment), fileName, JSON.stringify(login));

/** Tokens too. */
export const removeLogin = (environment: NodeJS.ProcessEnv) => rm(loginFolder(environment), { recursive: true, force: true });

export async function textOf(folder: string, name: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export async function writePrivately(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, name), text, { mode: 0o600 });
}
