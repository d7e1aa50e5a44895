/** Which tables are sampled, and what has to be known of them to make them anew. */
import { estimateApplicationName } from '../domain/names';
import { sqlForVersion } from '../engines/direct/catalog/sql-for-version';
import { smallTableBytes } from '../engines/direct/copy-tuning';
import type { CatalogTable } from '../engines/direct/schema/types';
import type { ServerConnection } from '../engines/engine';
import { openCatalogSession } from '../postgres/catalog-session';
import { quoteIdentifier, quoteQualified } from '../postgres/quote';
import { loadSql } from '../postgres/sql';
import type { SourceDatabase } from './look';

/** Three tables are most of most databases, and each takes its part of the time. */
const largeTables = 3;
/** Of the bytes of the largest: a smaller one says little about the whole. */
const leastShare = 0.1;
/** One of so many, but enough for an average and no more than the engine sends at once. */
const smallTablesPerSample = 10;
const leastSmallTables = 16;
const mostSmallTables = 64;

export interface Sample {
  database: string;
  table: CatalogTable;
  /** Quoted. */
  schema: string;
  /** As the source last counted them; 0: it never did. */
  rows: number;
  /** Makes the table without its indexes. */
  create: string;
  indexes: { name: string; bytes: number; definition: string }[];
}

export interface Samples {
  /** Largest first. */
  large: Sample[];
  small: Sample[];
}

interface Chosen {
  large: Candidate[];
  small: Candidate[];
}

interface Candidate {
  database: SourceDatabase;
  table: CatalogTable;
}

/** Pure. `like` is the database whose encoding and locale the samples have: others sort otherwise. */
export function chooseTables(databases: readonly SourceDatabase[], like: SourceDatabase): Chosen {
  const fits = ({ catalog: { database } }: SourceDatabase) =>
    database.encoding === like.catalog.database.encoding && database.collate === like.catalog.database.collate;
  const all = databases
    .filter(fits)
    .flatMap((database) => database.catalog.tables.filter(({ filter }) => filter === undefined).map((table) => ({ database, table })))
    .sort((one, other) => other.table.sizeBytes - one.table.sizeBytes);
  const largest = all[0]?.table.sizeBytes ?? 0;
  const isLarge = ({ table }: Candidate) => table.sizeBytes >= smallTableBytes && table.sizeBytes >= largest * leastShare;
  const named = new Set<string>();
  const large = all.filter(isLarge).filter(({ table }) => named.size < largeTables && !named.has(table.name) && named.add(table.name));
  const small = smallOnes(all).filter(({ table }) => !named.has(table.name));
  const count = Math.min(mostSmallTables, Math.max(leastSmallTables, Math.ceil(small.length / smallTablesPerSample)));
  return { large, small: spread(small, count) };
}

/** Of the database that has the most of them: they are copied over one pair of sessions. */
function smallOnes(all: readonly Candidate[]): Candidate[] {
  const byDatabase = new Map<SourceDatabase, Candidate[]>();
  for (const candidate of all) {
    if (candidate.table.sizeBytes >= smallTableBytes) continue;
    byDatabase.set(candidate.database, [...(byDatabase.get(candidate.database) ?? []), candidate]);
  }
  return [...byDatabase.values()].sort((one, other) => other.length - one.length)[0] ?? [];
}

/** As many, from the first to the last at equal distances. */
function spread<Item>(items: readonly Item[], count: number): Item[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)]).filter(
    (item) => item !== undefined,
  );
}

const tablesSql = `
  SELECT c.oid, n.nspname AS schema, greatest(c.reltuples, 0)::float8 AS rows
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ANY ($1::oid[])`;
const columnsSql = loadSql(__dirname, 'sample-columns');
const indexesSql = loadSql(__dirname, 'sample-indexes');

interface TableRow {
  oid: number;
  schema: string;
  rows: number;
}

interface ColumnRow {
  tableOid: number;
  name: string;
  type: string | null;
  storage: string | null;
}

interface IndexRow {
  tableOid: number;
  schema: string;
  name: string;
  bytes: number;
  definition: string;
}

export async function readSamples(source: ServerConnection, { large, small }: Chosen, signal: AbortSignal): Promise<Samples> {
  const databases = [...new Set([...large, ...small].map(({ database }) => database))];
  const read = await Promise.all(
    databases.map(({ size, catalog }) => {
      const chosen = [...large, ...small].map(({ table }) => table).filter((table) => catalog.tables.includes(table));
      return readFrom(source, size.name, chosen, signal);
    }),
  );
  const samplesOf = (chosen: readonly Candidate[]) =>
    chosen.flatMap(({ table }) => read.flat().find((sample) => sample.table === table) ?? []);
  return { large: samplesOf(large), small: samplesOf(small) };
}

async function readFrom(
  server: ServerConnection,
  database: string,
  tables: readonly CatalogTable[],
  signal: AbortSignal,
): Promise<Sample[]> {
  const session = await openCatalogSession(server, { database, applicationName: estimateApplicationName, signal });
  try {
    const oids = [tables.map(({ oid }) => oid)];
    const facts = await session.rows<TableRow>(tablesSql, oids);
    const columns = await session.rows<ColumnRow>(sqlForVersion(columnsSql, session.version), oids);
    const indexes = await session.rows<IndexRow>(indexesSql, oids);
    return tables.flatMap((table) => {
      const fact = facts.find(({ oid }) => oid === table.oid);
      if (!fact) return []; // dropped since it was chosen
      return {
        database,
        table,
        schema: quoteIdentifier(fact.schema),
        rows: fact.rows,
        create: createTable(
          table,
          columns.filter(({ tableOid }) => tableOid === table.oid),
        ),
        indexes: indexes
          .filter(({ tableOid }) => tableOid === table.oid)
          .map(({ schema, name, bytes, definition }) => ({ name: quoteQualified(schema, name), bytes, definition })),
      };
    });
  } finally {
    await session.end();
  }
}

/** A type that the sample's database lacks travels as what takes anything: text as text, binary as bytes. */
function createTable(table: CatalogTable, columns: readonly ColumnRow[]): string {
  const anything = table.format === 'binary' ? 'bytea' : 'text';
  const list = columns.map(({ name, type }) => `${quoteIdentifier(name)} ${type ?? anything}`);
  const storage = columns
    .filter((column) => column.storage !== null)
    .map((column) => `ALTER COLUMN ${quoteIdentifier(column.name)} SET STORAGE ${column.storage}`);
  return [
    `CREATE TABLE ${table.name} (${list.join(', ')})`,
    ...(storage.length ? [`ALTER TABLE ${table.name} ${storage.join(', ')}`] : []),
  ].join('; ');
}
