// Chooses and fits the statements that make the empty database ready for its data.
import { objectOf, statementOf } from './statement';
import type { SchemaEntry, SchemaStatement, SkippedObject, SourceCatalog } from './types';

/** From here on the owner of a database owns its schema `public` (through pg_database_owner). */
const publicIsOwnedSince = 150000;

export interface PreData {
  statements: SchemaStatement[];
  skipped: SkippedObject[];
}

/** The target was made from template0, so that schema `public` and the language plpgsql exist. */
export function planPreData(entries: readonly SchemaEntry[], catalog: SourceCatalog, targetVersion: number): PreData {
  const skipped: SkippedObject[] = [];
  const ownsPublic = targetVersion >= publicIsOwnedSince;
  const skip = (object: string, reason: string) => {
    skipped.push({ object, reason });
    return [];
  };
  const statements = entries.flatMap((entry): SchemaStatement[] => {
    if (isPublicSchema(entry) || isExtensionComment(entry)) return [];
    if (isPublicComment(entry) && !ownsPublic) {
      return skip('comment on schema "public"', 'Below PostgreSQL 15, only a superuser can change schema public of a new database.');
    }
    if (entry.kind === 'USER MAPPING' && !/\bOPTIONS\b/.test(entry.sql)) {
      skip(
        `options of user mapping ${objectOf(entry)}`,
        'The login of the source cannot read them, or there are none: enter the password again.',
      );
    }
    return [statementOf(entry)];
  });
  if (catalog.hasPublicSchema) return { statements, skipped };
  if (!ownsPublic) {
    skip('absence of schema "public"', 'The source has no schema public; below PostgreSQL 15, only a superuser can drop it on the target.');
    return { statements, skipped };
  }
  return { statements: [{ kind: 'SCHEMA', object: '"public"', sql: 'DROP SCHEMA public;' }, ...statements], skipped };
}

const isPublicSchema = ({ kind, name }: SchemaEntry) => kind === 'SCHEMA' && name === 'public';
const isPublicComment = ({ kind, name }: SchemaEntry) => kind === 'COMMENT' && name === 'SCHEMA public';
/** CREATE EXTENSION makes it; changing it needs the owner of the extension. */
export const isExtensionComment = ({ kind, name }: SchemaEntry) => kind === 'COMMENT' && name.startsWith('EXTENSION ');
