/** Columns, types and indexes keep the collation they name, so the target must have it. */
import { loadSql } from '../postgres/sql';
import { localeKey } from './locale-key';
import type { DatabaseRule } from './rule';
import { count } from './words';

const usedSql = loadSql(__dirname, 'collations-used');
const ownSql = loadSql(__dirname, 'collations-own');
const ownBefore10Sql = loadSql(__dirname, 'collations-own-before-10');
const knownLocalesSql = loadSql(__dirname, 'known-locales');

export const collationMissing: DatabaseRule = {
  code: 'COLLATION_MISSING',
  severity: 'error',
  async check({ source, target }) {
    const used = await source.rows<{ name: string; objects: string[] }>(usedSql);
    const own = await source.rows<{ name: string; locale: string }>(source.version >= 100_000 ? ownSql : ownBefore10Sql);
    const [names, locales] = await Promise.all([
      target.rows<{ name: string }>(`SELECT collname AS name FROM pg_collation WHERE collnamespace = 'pg_catalog'::regnamespace`),
      target.rows<{ locale: string }>(knownLocalesSql),
    ]);
    const presentNames = new Set(names.map(({ name }) => name));
    const presentLocales = new Set(locales.map(({ locale }) => localeKey(locale)));
    return [
      ...used
        .filter(({ name }) => !presentNames.has(name))
        .map(({ name, objects }) => ({
          message: `The target has no collation '${name}', which ${count(objects.length, 'object')} of the source would need.`,
          objects,
        })),
      ...own
        .filter(({ locale }) => !presentLocales.has(localeKey(locale)))
        .map(({ name, locale }) => ({
          message: `The target's operating system has no locale '${locale}', which the collation ${name} uses.`,
          objects: [name],
        })),
    ];
  },
};
