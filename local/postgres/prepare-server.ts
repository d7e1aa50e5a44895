// Makes a server's directory ready for a start: binaries, data, roles, certificate.
import { randomBytes } from 'node:crypto';
import { chmod, chown, constants, copyFile, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createDataDirectory } from './data-directory';
import { installation } from './installations';
import type { Credentials } from './postgres-server';
import { prepareRoles } from './roles';
import { runnableInstallation } from './runnable-installation';
import { type ServerUser, serverUser } from './server-user';

export interface ServerFiles {
  major: number;
  directory?: string;
  tls?: { certFile: string; keyFile: string };
  passwords?: { superuser?: string; login?: string };
}

export interface PreparedServer {
  directory: string;
  dataDirectory: string;
  binary: string;
  environment: Record<string, string>;
  user: ServerUser | undefined;
  superuser: Credentials;
  login: Credentials;
}

const passwordBytes = 16; // 128 bits: not to be guessed

/** A directory that was not named is temporary: it goes again when something fails, and with the server otherwise. */
export async function prepareServer(files: ServerFiles): Promise<PreparedServer> {
  const user = serverUser();
  const directory = files.directory === undefined ? await mkdtemp(join(tmpdir(), 'pgflex-postgres-')) : resolve(files.directory);
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    if (user) {
      await requireWalkable(dirname(directory));
      await chown(directory, user.uid, user.gid);
    }
    return await fillDirectory(directory, user, files);
  } catch (error) {
    if (files.directory === undefined) await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

async function fillDirectory(
  directory: string,
  user: ServerUser | undefined,
  { major, tls, passwords = {} }: ServerFiles,
): Promise<PreparedServer> {
  const packageFiles = installation(major);
  const root = await runnableInstallation(packageFiles, directory, user);
  const binary = join(root, 'bin', 'postgres');
  const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', LD_LIBRARY_PATH: join(root, 'lib') };
  const dataDirectory = join(directory, 'data');
  const isNew = !(await hasData(dataDirectory, major));
  if (isNew)
    await createDataDirectory({ major, installation: root, packageDirectory: packageFiles.directory, dataDirectory, environment, user });

  const superuser = { user: 'postgres', password: passwords.superuser ?? randomPassword() };
  const login = { user: 'pgadmin', password: passwords.login ?? randomPassword() };
  await prepareRoles({ binary, dataDirectory, environment, user, isNew, superuser, login });
  if (tls) {
    await ownFile(tls.certFile, join(directory, 'server.crt'), user);
    await ownFile(tls.keyFile, join(directory, 'server.key'), user);
  }
  return { directory, dataDirectory, binary, environment, user, superuser, login };
}

function randomPassword(): string {
  return randomBytes(passwordBytes).toString('hex');
}

async function hasData(dataDirectory: string, major: number): Promise<boolean> {
  const version = await readFile(join(dataDirectory, 'PG_VERSION'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (version !== undefined && version.trim() !== String(major)) {
    throw new Error(`${dataDirectory} holds data of PostgreSQL ${version.trim()}, not ${major}: give another directory or that version.`);
  }
  return version !== undefined;
}

/** PostgreSQL takes a key only from its own user, and readable by nobody else. */
async function ownFile(from: string, to: string, user: ServerUser | undefined): Promise<void> {
  await copyFile(from, to);
  await chmod(to, 0o600);
  if (user) await chown(to, user.uid, user.gid);
}

async function requireWalkable(directory: string): Promise<void> {
  for (let folder = directory; folder !== dirname(folder); folder = dirname(folder)) {
    if (((await stat(folder)).mode & constants.S_IXOTH) !== 0) continue;
    throw new Error(
      `PostgreSQL runs as 'nobody' when started by root, and 'nobody' can't enter ${folder}: give a directory below one that all may enter.`,
    );
  }
}
