/** The globs that package.json's `main` of a Functions app may hold: `*`, `**` and `{a,b}`. Node 20 has none of its own. */
import { readdirSync } from 'node:fs';
import path from 'node:path';

/** Files below `root` that match, as relative paths in alphabetical order. */
export function findFiles(root: string, pattern: string): string[] {
  const expression = globExpression(pattern.replace(/^\.\//, ''));
  const folder = staticFolder(pattern);
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join(folder, file.split(path.sep).join('/')))
    .filter((file) => expression.test(file))
    .sort();
}

export function isGlob(pattern: string): boolean {
  return /[*{]/.test(pattern);
}

export function globExpression(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/|\*\*|\*|\{([^}]*)\}|[.+?^$()|[\]\\]/g, (token, alternatives?: string) => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (alternatives !== undefined)
      return `(?:${alternatives
        .split(',')
        .map((part) => globExpression(part).source.slice(1, -1))
        .join('|')})`;
    return `\\${token}`;
  });
  return new RegExp(`^${source}$`);
}

/** The part of the path before the first wildcard, so that only that folder is searched. */
function staticFolder(pattern: string): string {
  const parts = pattern.replace(/^\.\//, '').split('/');
  const firstWild = parts.findIndex(isGlob);
  return parts.slice(0, firstWild < 0 ? -1 : firstWild).join('/');
}
