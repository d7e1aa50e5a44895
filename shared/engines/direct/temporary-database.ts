// Creates the database in which everything is loaded and proven before it gets its final name.
import { type ErrorCode, fail } from '../../domain/error-codes';
import { isConnectionLoss } from '../../postgres/connection-failure';
import { quoteIdentifier, quoteLiteral } from '../../postgres/quote';
import { describeError, serverMessage } from '../../postgres/server-message';
import type { Wire } from '../../postgres/wire';
import type { CatalogDatabase } from './schema/types';
import type { Work } from './work';

const localeProviderSince = 150000;

/** From template0, with the encoding and locale of the source: sort order and case rules are part of the data. */
export async function createTemporaryDatabase(work: Work, admin: Wire, database: CatalogDatabase): Promise<void> {
  const { names, context } = work;
  await context.willCreate({ kind: 'targetDatabase', name: names.temporary });
  await context.willCreate({ kind: 'ledgerSchema', name: names.ledgerSchema });
  const [version] = await admin.query('SHOW server_version_num');
  try {
    await admin.query(`CREATE DATABASE ${quoteIdentifier(names.temporary)} ${localeOptions(database, Number(version?.rows[0]?.[0]))}`);
  } catch (error) {
    const code = codeOf(error);
    if (!code) throw error;
    const locale = `encoding ${database.encoding}, LC_COLLATE '${database.collate}', LC_CTYPE '${database.ctype}'`;
    throw fail(code, `Creating a database with ${locale} on the target failed: ${describeError(error)}.`, { cause: error });
  }
}

/** Options of CREATE DATABASE for a server of this version (server_version_num). */
export function localeOptions({ encoding, collate, ctype, localeProvider, locale, icuRules }: CatalogDatabase, version: number): string {
  const options: [string, string | undefined][] = [
    ['TEMPLATE', 'template0'],
    ['ENCODING', quoteLiteral(encoding)],
    ['LC_COLLATE', quoteLiteral(collate)],
    ['LC_CTYPE', quoteLiteral(ctype)],
  ];
  if (version >= localeProviderSince) {
    options.push(['LOCALE_PROVIDER', localeProvider]);
    if (localeProvider === 'icu') options.push(['ICU_LOCALE', locale && quoteLiteral(locale)]);
    if (localeProvider === 'icu') options.push(['ICU_RULES', icuRules && quoteLiteral(icuRules)]);
    if (localeProvider === 'builtin') options.push(['BUILTIN_LOCALE', locale && quoteLiteral(locale)]);
  }
  return options.flatMap(([name, value]) => (value ? [`${name} = ${value}`] : [])).join(' ');
}

function codeOf(error: unknown): ErrorCode | undefined {
  const sqlState = serverMessage(error)?.sqlState;
  if (!sqlState || isConnectionLoss(error)) return undefined;
  if (sqlState === '42501') return 'TARGET_RIGHTS_MISSING';
  return sqlState === '53100' ? 'TARGET_DISK_FULL' : 'ENCODING_UNSUPPORTED';
}
