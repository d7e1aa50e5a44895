// Gives the new database the comment, the parameters and the connection limit of the source's.
import { isConnectionLoss } from '../../postgres/connection-failure';
import { quoteIdentifier, quoteLiteral } from '../../postgres/quote';
import { describeError } from '../../postgres/server-message';
import type { Wire } from '../../postgres/wire';
import { settingElements } from './catalog/setting-value';
import type { CatalogDatabase } from './schema/types';

/** Set on the source so that nobody writes to it during the migration; the new database is there to be written to. */
const freezing = 'default_transaction_read_only';

/**
 * Repeatable. Returns a sentence per property that the target refuses (a parameter it does not know, or one that only a superuser may set):
 * the data is right without it, so it is reported and does not fail the database.
 */
export async function applyDatabaseSettings(wire: Wire, name: string, database: CatalogDatabase): Promise<string[]> {
  const target = `DATABASE ${quoteIdentifier(name)}`;
  const carried = database.settings.filter((setting) => setting.name !== freezing);
  const statements: [what: string, sql: string][] = carried.map((setting) => [
    `parameter ${setting.name}`,
    `ALTER ${target} SET ${quoteParameter(setting.name)} = ${settingElements(setting.name, setting.value)}`,
  ]);
  if (database.comment !== undefined) statements.push(['comment', `COMMENT ON ${target} IS ${quoteLiteral(database.comment)}`]);
  if (database.connectionLimit >= 0) statements.push(['connection limit', `ALTER ${target} CONNECTION LIMIT ${database.connectionLimit}`]);
  const refused =
    carried.length < database.settings.length ? [`The parameter ${freezing} was not carried over: it freezes the source only.`] : [];
  for (const [what, sql] of statements) {
    try {
      await wire.query(sql);
    } catch (error) {
      if (isConnectionLoss(error)) throw error;
      refused.push(`The ${what} of the database was not carried over: ${describeError(error)}.`);
    }
  }
  return refused;
}

/** `class.name` is two identifiers. */
const quoteParameter = (name: string) => name.split('.').map(quoteIdentifier).join('.');
