// Loads SQL that stands in a file of its own.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Text of `<directory>/<name>.sql`; read once, when the module that names it is loaded. */
export function loadSql(directory: string, name: string): string {
  return readFileSync(join(directory, `${name}.sql`), 'utf8');
}
