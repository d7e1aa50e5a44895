// Plans the filling of materialised views, each after those it reads; what was empty on the source ends empty.
import { settingElements } from '../catalog/setting-value';
import type { CatalogMatview, PostDataUnit, SourceCatalog } from './types';
import { unitKey } from './unit-key';

type Database = Pick<SourceCatalog, 'database' | 'matviews'>;

/** In an order in which they can run one by one; all of them after `prerequisites`. */
export function planMatviews({ database, matviews }: Database, prerequisites: readonly string[]): PostDataUnit[] {
  const byOid = new Map(matviews.map((matview) => [matview.oid, matview]));
  const units: PostDataUnit[] = [];
  const filled = new Map<number, string>();
  const searchPath = searchPathOf(database.settings);

  const fill = (matview: CatalogMatview): string => {
    const done = filled.get(matview.oid);
    if (done) return done;
    const key = unitKey('matview', matview.name);
    filled.set(matview.oid, key); // PostgreSQL has no cycles among views
    const read = [...matview.readsFrom.flatMap((oid) => byOid.get(oid) ?? []), ...mayRead(matview)].map(fill);
    units.push(refresh(key, matview, `REFRESH MATERIALIZED VIEW ${matview.name};`, [...prerequisites, ...read]));
    return key;
  };
  for (const matview of matviews) if (matview.isPopulated) fill(matview);

  const filledKeys = [...filled.values()];
  const emptied = matviews.filter(({ oid, isPopulated }) => !isPopulated && filled.has(oid)); // filled only because others read them
  for (const matview of emptied) {
    units.push(refresh(unitKey('empty', matview.name), matview, `REFRESH MATERIALIZED VIEW ${matview.name} WITH NO DATA;`, filledKeys));
  }
  return units;

  /** What was filled when this one was made is what its functions can have read: all older ones, except those that read it. */
  function mayRead({ oid, callsCode }: CatalogMatview): CatalogMatview[] {
    return callsCode ? matviews.filter((other) => other.isPopulated && other.oid < oid && !reads(other, oid)) : [];
  }

  function reads({ readsFrom }: Pick<CatalogMatview, 'readsFrom'>, oid: number): boolean {
    return readsFrom.some((read) => read === oid || reads(byOid.get(read) ?? { readsFrom: [] }, oid));
  }

  function refresh(key: string, { name }: CatalogMatview, sql: string, dependsOn: string[]): PostDataUnit {
    // the view's functions may rely on the search_path (up to 16), and FORCE ROW LEVEL SECURITY filtered the owner's rows on the source too
    const statement = `SET LOCAL search_path = ${searchPath}; SET LOCAL row_security = on; ${sql}`;
    return {
      key,
      kind: 'matview',
      object: name,
      statements: [{ kind: 'MATERIALIZED VIEW', object: name, sql: statement }],
      dependsOn,
      weight: 0,
    };
  }
}

const defaultSearchPath = '"$user", public';

function searchPathOf(settings: SourceCatalog['database']['settings']): string {
  return settingElements('search_path', settings.find(({ name }) => name === 'search_path')?.value ?? defaultSearchPath);
}
