// Reads what one catalogue holds for the comparison: first hashes of small groups, then the objects of the groups that are asked for.
import type { CatalogSession } from '../../../../postgres/catalog-session';
import { loadSql } from '../../../../postgres/sql';
import { sqlForVersion } from '../sql-for-version';

/** Each file lists the kinds of one area. */
const areas = [
  'relations',
  'columns',
  'constraints',
  'behaviour',
  'routines',
  'types',
  'operators',
  'text-search',
  'server-side',
  'annotations',
];
const prefix = loadSql(__dirname, 'user-objects');
const queries = areas.map((area) => loadSql(__dirname, area));

/** By its name's hash, so that one changed column of 100,000 costs the reading of some 400. */
const bucket = 'left(md5(name::text || signature), 2)';

export interface CatalogObject {
  kind: string;
  /** Unquoted parts: schema, relation, column ... */
  name: string[];
  /** What else tells it from others: arguments of a function, types of a cast. */
  signature: string;
  /** Properties by their names; what has its default is absent. */
  facts: Record<string, unknown>;
}

export interface ObjectGroup {
  kind: string;
  bucket: string;
  count: number;
  hash: string;
}

export type ObjectArea = number;

export const objectAreas: readonly ObjectArea[] = areas.map((_, index) => index);

export function readGroups(session: CatalogSession, area: ObjectArea, ledgerSchema: string): Promise<ObjectGroup[]> {
  const object = `md5(name::text || signature || facts::text) COLLATE "C"`;
  return session.rows<ObjectGroup>(
    select(
      session,
      area,
      `kind, ${bucket} AS bucket, count(*)::int AS count, md5(string_agg(${object}, '' ORDER BY ${object})) AS hash`,
      'GROUP BY 1, 2',
    ),
    [ledgerSchema],
  );
}

export function readObjects(
  session: CatalogSession,
  area: ObjectArea,
  ledgerSchema: string,
  groups: ObjectGroup[],
): Promise<CatalogObject[]> {
  const sql = select(session, area, 'kind, name, signature, facts', `WHERE kind = ANY ($2) AND kind || ' ' || ${bucket} = ANY ($3)`);
  const kinds = [...new Set(groups.map(({ kind }) => kind))];
  return session.rows<CatalogObject>(sql, [ledgerSchema, kinds, groups.map((group) => `${group.kind} ${group.bucket}`)]);
}

function select(session: CatalogSession, area: ObjectArea, list: string, rest: string): string {
  return sqlForVersion(`${prefix}\nSELECT ${list} FROM (\n${queries[area]}\n) AS object ${rest}`, session.version);
}
