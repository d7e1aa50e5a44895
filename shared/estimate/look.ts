/** Looks at both servers before anything is measured: catalogues and sizes of the databases, and what the target has for them. */
import { performance } from 'node:perf_hooks';
import { estimateApplicationName } from '../domain/names';
import { readCatalog } from '../engines/direct/catalog/read-catalog';
import { assumedCores } from '../engines/direct/copy-tuning';
import type { SourceCatalog } from '../engines/direct/schema/types';
import type { ServerConnection } from '../engines/engine';
import { type CatalogSession, openCatalogSession } from '../postgres/catalog-session';
import { databaseSizes } from '../postgres/database-sizes';
import { loadSql } from '../postgres/sql';
import type { DatabaseSize, TargetFacts } from './types';

export interface SourceDatabase {
  size: DatabaseSize;
  catalog: SourceCatalog;
  /** Reading the catalogue took so long. */
  catalogSeconds: number;
}

export interface Look {
  databases: SourceDatabase[];
  target: TargetFacts & { mayCreateDatabases: boolean };
  /** Opening one session, on the slower of both servers. */
  connectSeconds: number;
}

/** Every server has it, and every login may connect to it. */
export const maintenanceDatabase = 'postgres';

const totalsSql = loadSql(__dirname, 'database-totals');
const targetSql = `
  SELECT (SELECT setting::float8 * 1024 * 1024 FROM pg_catalog.pg_settings WHERE name = 'max_wal_size') AS "maxWalBytes",
         (SELECT rolcreatedb OR rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) AS "mayCreateDatabases"`;

/** Throws a MigrationFailure that names the server, the database and the cause. */
export async function lookAt(
  source: ServerConnection,
  target: ServerConnection,
  databases: readonly string[],
  signal: AbortSignal,
): Promise<Look> {
  const onTarget = await timed(() => open(target, maintenanceDatabase, signal));
  try {
    const present = new Map((await databaseSizes(onTarget.value)).map(({ name, sizeBytes }) => [name, sizeBytes ?? 0]));
    const [facts] = await onTarget.value.rows<{ maxWalBytes: number; mayCreateDatabases: boolean }>(targetSql);
    if (!facts) throw new Error('The target gave no row about itself.');
    const seen = await Promise.all(databases.map((name) => lookAtDatabase(source, name, present.get(name) ?? 0, signal)));
    return {
      databases: seen.map(({ connectSeconds: _opening, ...database }) => database),
      target: { ...facts, cores: target.vCores ?? assumedCores, isSourceMachine: source.host === target.host },
      connectSeconds: Math.max(onTarget.seconds, ...seen.map(({ connectSeconds }) => connectSeconds)),
    };
  } finally {
    await onTarget.value.end();
  }
}

async function lookAtDatabase(server: ServerConnection, name: string, replacedBytes: number, signal: AbortSignal) {
  const { value: session, seconds: connectSeconds } = await timed(() => open(server, name, signal));
  try {
    const { value: catalog, seconds: catalogSeconds } = await timed(() => readCatalog(session));
    const [totals] = await session.rows<Pick<DatabaseSize, 'sizeBytes' | 'largeObjectBytes' | 'otherObjects'>>(totalsSql);
    if (!totals) throw new Error(`The database ${name} gave no row about itself.`);
    return { catalog, catalogSeconds, connectSeconds, size: { ...sizesIn(catalog), ...totals, name, replacedBytes } };
  } finally {
    await session.end();
  }
}

function sizesIn({
  tables,
  indexes,
  constraints,
  relations,
  matviews,
}: SourceCatalog): Pick<DatabaseSize, 'tables' | 'foreignKeys' | 'matviews'> {
  const byOid = new Map(relations.map((relation) => [relation.oid, relation]));
  const indexesOf = new Map<number, { name: string; bytes: number }[]>(tables.map(({ oid }) => [oid, []]));
  for (const { tableOid, isValid, name, sizeBytes } of indexes) if (isValid) indexesOf.get(tableOid)?.push({ name, bytes: sizeBytes });
  return {
    tables: tables.map(({ oid, name, sizeBytes }) => ({ name, bytes: sizeBytes, indexes: indexesOf.get(oid) ?? [] })),
    foreignKeys: constraints
      .filter(({ type }) => type === 'f')
      .map(({ name, tableOid, referencedOid }) => ({
        name,
        table: byOid.get(tableOid)?.name ?? '',
        referenced: byOid.get(referencedOid)?.name ?? '',
      })),
    matviews: matviews.filter(({ isPopulated }) => isPopulated).map(({ oid, name }) => ({ name, bytes: byOid.get(oid)?.sizeBytes ?? 0 })),
  };
}

const open = (server: ServerConnection, database: string, signal: AbortSignal): Promise<CatalogSession> =>
  openCatalogSession(server, { database, applicationName: estimateApplicationName, signal });

/** What it gave, and how long that took. */
export async function timed<T>(work: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const begunOn = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - begunOn) / 1000 };
}
