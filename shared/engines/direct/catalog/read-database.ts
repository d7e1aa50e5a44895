// Reads the properties of the current database.
import { fail } from '../../../domain/error-codes';
import type { CatalogSession } from '../../../postgres/catalog-session';
import { loadSql } from '../../../postgres/sql';
import type { CatalogDatabase } from '../schema/types';
import { sqlForVersion } from './sql-for-version';

const databaseSql = loadSql(__dirname, 'database');

interface DatabaseRow {
  oid: number;
  name: string;
  encoding: string;
  collate: string;
  ctype: string;
  connectionLimit: number;
  localeProvider: CatalogDatabase['localeProvider'];
  locale: string | null;
  icuRules: string | null;
  comment: string | null;
  /** `name=value`. */
  settings: string[];
  integerDatetimes: boolean;
  hasPublicSchema: boolean;
}

export interface CurrentDatabase {
  database: CatalogDatabase;
  integerDatetimes: boolean;
  hasPublicSchema: boolean;
}

export async function readDatabase(session: CatalogSession): Promise<CurrentDatabase> {
  const [row] = await session.rows<DatabaseRow>(sqlForVersion(databaseSql, session.version));
  if (!row) throw fail('SOURCE_DATABASE_MISSING', 'The current database is not in pg_database: it was dropped while it was read.');
  const { integerDatetimes, hasPublicSchema, settings, locale, icuRules, comment, ...properties } = row;
  return {
    integerDatetimes,
    hasPublicSchema,
    database: {
      ...properties,
      locale: locale ?? undefined,
      icuRules: icuRules ?? undefined,
      comment: comment ?? undefined,
      settings: settings.map((setting) => {
        const equals = setting.indexOf('=');
        return { name: setting.slice(0, equals), value: setting.slice(equals + 1) };
      }),
    },
  };
}
