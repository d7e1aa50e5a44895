// Two small file helpers for the build scripts.
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Files below the folders whose names end in one of the endings, as relative paths. */
export function globSync(folders, endings) {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
      .map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`),
  );
}

export function cpSync(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}
