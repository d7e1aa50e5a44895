/**
 * Gives functions a search_path for the time of the load. A function that names tables of its schema without the schema worked on the source
 * because sessions there had the schema in their path; our sessions have none, and from 17 on PostgreSQL itself builds indexes and fills
 * materialised views with none.
 */
import type { CatalogSession } from '../../postgres/catalog-session';
import { quoteLiteral } from '../../postgres/quote';
import { loadSql } from '../../postgres/sql';
import type { Wire } from '../../postgres/wire';
import { settingElements } from './catalog/setting-value';
import type { SchemaStatement } from './schema/types';

const evaluatedSql = loadSql(__dirname, 'catalog/functions-evaluated');

interface EvaluatedFunction {
  name: string;
  searchPath: string;
  schema: string;
}

/** For the end of pre-data, in its transaction. The path is the database's own, then the function's schema. */
export async function lendSearchPath(source: CatalogSession): Promise<SchemaStatement[]> {
  const functions = await source.rows<EvaluatedFunction>(evaluatedSql);
  return functions.map(({ name, searchPath, schema }) => ({
    kind: 'FUNCTION',
    object: name,
    sql: alter(name, `SET search_path = ${settingElements('search_path', `${searchPath}, ${schema}`)}`),
  }));
}

/** Whether functions of the target may have a path that is not theirs. */
export async function hasLentSearchPaths(source: CatalogSession): Promise<boolean> {
  return (await source.rows<EvaluatedFunction>(evaluatedSql)).length > 0;
}

/** Repeatable. */
export async function takeSearchPathBack(target: Wire, source: CatalogSession): Promise<void> {
  const functions = await source.rows<EvaluatedFunction>(evaluatedSql);
  if (functions.length) await target.query(functions.map(({ name }) => alter(name, 'RESET search_path')).join(''));
}

/** Some functions are made behind the data only: at the end of pre-data they are not there yet. */
function alter(name: string, change: string): string {
  return `DO $do$ BEGIN IF to_regprocedure(${quoteLiteral(name)}) IS NOT NULL THEN EXECUTE ${quoteLiteral(`ALTER FUNCTION ${name} ${change}`)}; END IF; END $do$;`;
}
