/** Lists of different user databases: `dbsToMigrate` and its kin. */
import { z } from 'zod';
import { maxDatabasesPerMigration, maxIdentifierBytes, systemDatabases } from '../domain/limits';
import { byteLength } from './byte-length';
import { shown } from './fields';

interface ListRules {
  /** The property, for messages that point at another of its elements. */
  property: string;
  /** Undefined: any number. */
  most?: number;
}

const listOf = ({ property, most }: ListRules) =>
  z
    .unknown()
    .transform((given, context): string[] => {
      const problem = (message: string, path: PropertyKey[] = []) =>
        context.issues.push({ code: 'custom', message, path, input: undefined });
      if (!Array.isArray(given)) {
        problem('must be an array of strings: names of databases of the source');
        return z.NEVER;
      }
      if (most !== undefined && given.length > most) {
        const migrations = Math.ceil(given.length / most);
        problem(`has ${given.length} databases; one migration takes 1 to ${most}: create ${migrations} migrations`);
      }
      const seen = new Map<unknown, number>();
      for (const [index, name] of given.entries()) {
        const first = seen.get(name);
        const wrong = first === undefined ? problemOfName(name) : `names ${shown(String(name))} again, as ${property}[${first}] does`;
        if (wrong) problem(wrong, [index]);
        if (first === undefined) seen.set(name, index);
      }
      return given as string[];
    })
    .meta({ type: 'array', items: { type: 'string' }, ...(most === undefined ? {} : { maxItems: most }) });

/** None given: the migration waits for them. */
export const databases = listOf({ property: 'dbsToMigrate', most: maxDatabasesPerMigration });

export const anyNumberOfDatabases = listOf({ property: 'dbsToMigrate' });

export const databasesToCancel = listOf({ property: 'dbsToCancelMigrationOn', most: maxDatabasesPerMigration });

function problemOfName(name: unknown): string | undefined {
  if (typeof name !== 'string') return 'must be a string';
  if (!name.trim()) return 'must not be empty';
  if (name.includes('\0')) return 'must not contain a NUL character';
  if (byteLength(name) > maxIdentifierBytes) return `is longer than ${maxIdentifierBytes} bytes, PostgreSQL's limit: ${shown(name)}`;
  if (systemDatabases.includes(name)) return `is the system database ${shown(name)}, which belongs to the server and is not migrated`;
  return undefined;
}
