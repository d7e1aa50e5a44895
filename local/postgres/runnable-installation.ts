// Makes an installed server runnable by the user it runs as: with its library links, on a path which that user may walk.
import { access, constants, cp, link, mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Installation } from './installations';
import type { ServerUser } from './server-user';

/**
 * npm drops symbolic links; the package puts them back in a postinstall script, which `--ignore-scripts` skips. And when root has cloned the
 * repository into a folder of its own, `nobody` can't reach the binaries. In both cases the server gets a copy in its own directory (hard
 * links where the file system allows), which goes when the directory goes.
 */
export async function runnableInstallation(
  { directory }: Installation,
  serverDirectory: string,
  user: ServerUser | undefined,
): Promise<string> {
  if ((await hasLinks(directory)) && (!user || (await othersMayWalk(directory)))) return directory;
  const copy = join(serverDirectory, 'postgres');
  await mkdir(copy, { recursive: true });
  await copyTree(directory, copy);
  await restoreLinks(directory, copy);
  return copy;
}

interface Link {
  source: string;
  target: string;
}

async function links(directory: string): Promise<Link[]> {
  const list: Link[] = JSON.parse(await readFile(join(directory, 'pg-symlinks.json'), 'utf8'));
  return list.map(({ source, target }) => ({ source: relative('native', source), target: relative('native', target) }));
}

async function hasLinks(directory: string): Promise<boolean> {
  const present = await Promise.all((await links(directory)).map(({ target }) => exists(join(directory, target))));
  return present.every(Boolean);
}

async function othersMayWalk(directory: string): Promise<boolean> {
  for (let folder = directory; folder !== dirname(folder); folder = dirname(folder)) {
    if (((await stat(folder)).mode & constants.S_IXOTH) === 0) return false;
  }
  return true;
}

async function copyTree(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      await mkdir(target, { recursive: true });
      await copyTree(source, target);
    } else if (entry.isFile() && !entry.name.endsWith('.a') && !(await exists(target))) {
      await link(source, target).catch(() => cp(source, target)); // another file system: copy
    }
  }
}

async function restoreLinks(directory: string, copy: string): Promise<void> {
  for (const { source, target } of await links(directory)) {
    const path = join(copy, target);
    if (!(await exists(path))) await symlink(relative(dirname(target), source), path);
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
