// Makes the data directory of a new server: a copy of the template that the first server of this version left, else initdb.
import { execFile } from 'node:child_process';
import { access, constants, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ServerUser } from './server-user';

const run = promisify(execFile);

export interface NewDataDirectory {
  major: number;
  /** Folder with the runnable `bin`. */
  installation: string;
  /** Folder of the npm package's files, beside which the template is kept. */
  packageDirectory: string;
  dataDirectory: string;
  environment: Record<string, string>;
  user: ServerUser | undefined;
}

/** Without passwords and with every login rejected: both come before the first start. */
export async function createDataDirectory(options: NewDataDirectory): Promise<void> {
  const { dataDirectory, packageDirectory, major, user } = options;
  const cache = await cacheDirectory(packageDirectory);
  const template = cache && join(cache, `postgres-${major}-template`);
  if (template && (await mayAccess(template, constants.R_OK | constants.X_OK))) {
    await run('cp', ['-R', template, dataDirectory]);
    if (user) await run('chown', ['-R', `${user.uid}:${user.gid}`, dataDirectory]);
    return;
  }
  await initialize(options);
  if (template) await keepTemplate(dataDirectory, template);
}

async function initialize({ installation, dataDirectory, environment, user }: NewDataDirectory): Promise<void> {
  const options = ['-D', dataDirectory, '-U', 'postgres', '-E', 'UTF8', '--locale=C', '-A', 'reject', '-N'];
  await run(join(installation, 'bin', 'initdb'), options, { env: environment, cwd: dirname(dataDirectory), ...user });
}

/** Servers that start at the same moment all make one; whoever renames first wins, and the copies are alike. */
async function keepTemplate(dataDirectory: string, template: string): Promise<void> {
  const copy = await mkdtemp(`${template}-`);
  await run('cp', ['-R', dataDirectory, join(copy, 'data')]);
  try {
    await rename(join(copy, 'data'), template);
  } catch (error) {
    if (!(await mayAccess(template, constants.F_OK))) throw error;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** `node_modules/.cache` goes with node_modules, so no old template outlives the server it was made by; none where it can't be written. */
async function cacheDirectory(packageDirectory: string): Promise<string | undefined> {
  const modules = join(packageDirectory, '..', '..');
  if (!(await mayAccess(modules, constants.W_OK))) return undefined;
  const cache = join(modules, '.cache', 'pg-flex-migrator');
  await mkdir(cache, { recursive: true });
  return cache;
}

function mayAccess(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
