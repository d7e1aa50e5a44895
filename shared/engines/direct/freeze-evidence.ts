// Evidence that nobody writes to the source between the first slice and the end: the data of several snapshots then is the data of one.
import type { CatalogSession } from '../../postgres/catalog-session';
import { quoteQualified } from '../../postgres/quote';
import { loadSql } from '../../postgres/sql';
import { readSequences } from './catalog/read-sequences';
import { sqlForVersion } from './catalog/sql-for-version';
import { type OtherSession, readOtherSessions } from './source-sessions';

export interface FreezeEvidence {
  /** Those that run, and the next one, of the whole server. Unmoved, it proves that no row and no object changed anywhere. */
  transactions: string;
  /** The server's time. */
  readOn: string;
  /** Its statistics were last reset. */
  countersSince: string | null;
  /** Another one after a restart and after a crash. */
  serverRun: string;
  /** A standby does not, nor a server with track_counts = off. */
  countsRows: boolean;
  /** Rows ever inserted, updated and deleted, and the file: by name. */
  tables: Record<string, { changes: string; file: string }>;
  /** `<last value> <is called>`, and how many values a crash skips, by name; nextval moves the transactions only now and then. */
  sequences: Record<string, { at: string; skippedByCrash: number }>;
  /** Hash of the definition by name. */
  objects: Record<string, string>;
  /** Sessions and prepared transactions that had written and not committed. */
  openWriters: string[];
}

type Moving = Pick<FreezeEvidence, 'transactions' | 'countersSince' | 'serverRun' | 'countsRows' | 'readOn'>;

/** PostgreSQL 15+ counts rows in shared memory. */
const countsAtOnceSince = 150000;

/** Five seconds: ten times as long as it should take. */
const looksAtMost = 100;

const evidenceSql = loadSql(__dirname, 'freeze-evidence');
const tablesSql = loadSql(__dirname, 'freeze-tables');
const objectsSql = `
  SELECT o.object, pg_catalog.left(pg_catalog.md5(pg_catalog.string_agg(o.line, E'\\n' ORDER BY o.line COLLATE "C")), 12) AS hash
  FROM (${loadSql(__dirname, '../../postgres/catalog-objects')}) AS o GROUP BY o.object`;

/** Outside of any snapshot. The transactions come first: what is committed after them is found by the next reading at the latest. */
export async function readFreezeEvidence(session: CatalogSession, first?: FreezeEvidence): Promise<FreezeEvidence> {
  const [moving] = await session.rows<Moving>(sqlForVersion(evidenceSql, session.version));
  if (!moving) throw new Error('The source gave no row about its own state.');
  const sequences = await readSequences(session);
  const tables = await session.rows<{ schema: string; name: string; file: string; changes: string }>(tablesSql);
  const sessions = await readOtherSessions(session, moving.readOn);
  return {
    ...moving,
    tables: Object.fromEntries(tables.map(({ schema, name, file, changes }) => [quoteQualified(schema, name), { file, changes }])),
    sequences: Object.fromEntries(
      sequences.map(({ name, lastValue, isCalled, skippedByCrash }) => [name, { at: `${lastValue} ${isCalled}`, skippedByCrash }]),
    ),
    objects: first?.transactions === moving.transactions ? first.objects : await readObjects(session),
    openWriters: sessions.filter(({ hasWritten }) => hasWritten).map(({ who }) => who),
  };
}

async function readObjects(session: CatalogSession): Promise<FreezeEvidence['objects']> {
  const objects = await session.rows<{ object: string; hash: string }>(objectsSql);
  return Object.fromEntries(objects.map(({ object, hash }) => [object, hash]));
}

/** Below 15, a process of its own writes the counters down twice a second: waits for those of this moment. False: they don't come. */
export async function untilCounted(session: CatalogSession): Promise<boolean> {
  if (session.version >= countsAtOnceSince) return true;
  const [now] = await session.rows<{ now: string }>('SELECT pg_catalog.clock_timestamp()::text AS now');
  const isCounted = 'SELECT pg_catalog.pg_stat_get_snapshot_timestamp() >= $1::timestamptz AS counted, pg_catalog.pg_sleep(0.05)';
  for (let look = 0; look < looksAtMost; look++) {
    const [answer] = await session.rows<{ counted: boolean }>(isCounted, [now?.now]);
    if (answer?.counted) return true;
  }
  return false;
}

/** From 15 on, a session counts what it wrote ten seconds after its last transaction at the latest; below, an idle one may never. */
export async function uncountedSessions(session: CatalogSession, { readOn }: FreezeEvidence): Promise<OtherSession[]> {
  const sessions = await readOtherSessions(session, readOn, session.version >= countsAtOnceSince ? '10 s' : undefined);
  return sessions.filter(({ wasActive }) => wasActive);
}
