// Two small file helpers for the build script.
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, relative } from 'node:path';

/** Files below the folders whose names end in one of the endings, as paths relative to the working folder. */
export function filesBelow(folders, endings) {
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
        .map((entry) => relative('.', `${entry.parentPath ?? entry.path}/${entry.name}`)),
    );
}

export function copyFile(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}
