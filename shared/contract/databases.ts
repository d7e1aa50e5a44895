/** `dbsToMigrate`: one to eight different user databases. */
import { z } from 'zod';
import { maxDatabasesPerMigration, maxIdentifierBytes, systemDatabases } from '../domain/limits';
import { shown } from './fields';

const wanted = `name 1 to ${maxDatabasesPerMigration} databases of the source`;

export const databases = z.unknown().transform((given, context): string[] => {
  const problem = (message: string, path: PropertyKey[] = []) => context.issues.push({ code: 'custom', message, path, input: undefined });
  if (given === undefined || (Array.isArray(given) && given.length === 0)) {
    problem(`names no database; ${wanted}`);
    return z.NEVER;
  }
  if (!Array.isArray(given)) {
    problem(`must be an array of strings; ${wanted}`);
    return z.NEVER;
  }
  if (given.length > maxDatabasesPerMigration) {
    const migrations = Math.ceil(given.length / maxDatabasesPerMigration);
    problem(`has ${given.length} databases; one migration takes 1 to ${maxDatabasesPerMigration}: create ${migrations} migrations`);
  }
  const seen = new Map<unknown, number>();
  for (const [index, name] of given.entries()) {
    const first = seen.get(name);
    const wrong = first === undefined ? problemOfName(name) : `names ${shown(String(name))} again, as dbsToMigrate[${first}] does`;
    if (wrong) problem(wrong, [index]);
    if (first === undefined) seen.set(name, index);
  }
  return given as string[];
});

function problemOfName(name: unknown): string | undefined {
  if (typeof name !== 'string') return 'must be a string';
  if (!name.trim()) return 'must not be empty';
  if (name.includes('\0')) return 'must not contain a NUL character';
  if (Buffer.byteLength(name) > maxIdentifierBytes) return `is longer than ${maxIdentifierBytes} bytes, PostgreSQL's limit: ${shown(name)}`;
  if (systemDatabases.includes(name)) return `is the system database ${shown(name)}, which belongs to the server and is not migrated`;
  return undefined;
}
