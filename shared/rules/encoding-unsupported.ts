/** The new database gets the source's encoding and locale; the target's operating system must have that locale. */

import type { CatalogSession } from '../postgres/catalog-session';
import { quoteIdentifier } from '../postgres/quote';
import { loadSql } from '../postgres/sql';
import { localeKey } from './locale-key';
import type { ServerRule } from './rule';

const knownLocalesSql = loadSql(__dirname, 'known-locales');

interface DatabaseLocale {
  name: string;
  encoding: string;
  collate: string;
  ctype: string;
}

export const encodingUnsupported: ServerRule = {
  code: 'ENCODING_UNSUPPORTED',
  severity: 'error',
  async check({ source, target, databases }) {
    const wanted = await source.rows<DatabaseLocale>(
      `SELECT datname AS name, pg_encoding_to_char(encoding) AS encoding, datcollate AS collate, datctype AS ctype
         FROM pg_database WHERE datname = ANY ($1) ORDER BY datname`,
      [databases],
    );
    const [encodings, locales] = await Promise.all([missingEncodings(target, wanted), knownLocales(target)]);
    return wanted.flatMap(({ name, encoding, collate, ctype }) => [
      ...(encodings.has(encoding)
        ? [{ database: name, message: `The target has no encoding ${encoding}, which database ${quoteIdentifier(name)} uses.` }]
        : []),
      ...[...new Set([collate, ctype])]
        .filter((locale) => !locales.has(localeKey(locale)))
        .map((locale) => ({
          database: name,
          message: `The target's operating system has no locale '${locale}', which database ${quoteIdentifier(name)} uses.`,
          fix: 'Recreate the database on the source with a locale that both servers have (SELECT collname FROM pg_collation on the target).',
        })),
    ]);
  },
};

async function missingEncodings(target: CatalogSession, wanted: DatabaseLocale[]): Promise<Set<string>> {
  const rows = await target.rows<{ encoding: string }>(
    'SELECT encoding FROM unnest($1::text[]) encoding WHERE pg_char_to_encoding(encoding) < 0',
    [wanted.map(({ encoding }) => encoding)],
  );
  return new Set(rows.map(({ encoding }) => encoding));
}

async function knownLocales(target: CatalogSession): Promise<Set<string>> {
  const rows = await target.rows<{ locale: string }>(knownLocalesSql);
  return new Set(rows.map(({ locale }) => localeKey(locale)));
}
