/** The steps of the engine on a sample of one table, each with the time that it took. */
import { type CopyDialect, type CopyUnit, copyOut, copyRowsOut, fillTables, formatOf } from '../engines/direct/copy-unit';
import { copyHash } from '../postgres/copy-hash';
import { type SplicedCopy, splice } from '../postgres/splice';
import type { Wire } from '../postgres/wire';
import { WireError } from '../postgres/wire-error';
import { timed } from './look';
import type { Sample } from './samples';

export interface SampleSessions {
  source: Wire;
  target: Wire;
}

export interface CopiedSample {
  rows: number;
  /** On the wire. */
  wireBytes: number;
  seconds: number;
}

/** As little as is surely worth a round trip; the next rounds take what this one showed to fit. */
const firstBytes = 1_000_000;
/** Of a table whose rows nobody counted: as if they were large, so that the first ones are few. */
const unknownRowBytes = 10_000;
/** A round at most so many times as large as the one before: the first rows of a table may be smaller than the others. */
const growth = 20;
const leastGrowth = 2;
/** A round that takes so much of the time, or of the bytes, is the last: what a larger one would tell is not worth it. */
const enough = 1 / 3;
/** A pace is known by then, and no target has so little room that it would be filled. */
const mostBytes = 200_000_000;

/** So many rows as have these bytes on the source's disk, if all are alike. */
export const firstRows = ({ table, rows }: Sample) =>
  Math.max(1, Math.floor(firstBytes / (rows > 0 ? Math.max(1, table.sizeBytes / rows) : unknownRowBytes)));

/** The same rows in the same order as the whole table, and then no more. */
const firstRowsOut = ({ table }: Sample, dialect: CopyDialect, rows: number) => copyRowsOut(table, dialect, `LIMIT ${rows}`);

/** What the source sends of these rows, taken by nobody. */
export async function readOut(source: Wire, sample: Sample, dialect: CopyDialect, rows: number): Promise<CopiedSample> {
  let wireBytes = 0;
  const { value: results, seconds } = await timed(() =>
    source.query(firstRowsOut(sample, dialect, rows), {
      borrows: true,
      data: (bytes) => {
        wireBytes += bytes.length;
      },
      done: () => {},
    }),
  );
  return { rows: Number(results[0]?.tag.slice('COPY '.length)), wireBytes, seconds };
}

/** Ever larger parts, until one takes a good part of `seconds`, is large enough or the whole table; the last one stays in the sample's table. */
export async function growSample(
  sessions: SampleSessions,
  sample: Sample,
  dialect: CopyDialect,
  before: CopiedSample,
  seconds: number,
): Promise<CopiedSample> {
  for (let copied = before; ; ) {
    const byTime = Math.min(growth, Math.max(leastGrowth, seconds / Math.max(copied.seconds, 1e-3)));
    const rows = Math.ceil(Math.max(1, copied.rows) * Math.min(byTime, Math.max(1, mostBytes / Math.max(copied.wireBytes, 1))));
    copied = await copySample(sessions, sample, dialect, rows);
    if (copied.rows < rows || copied.seconds >= seconds * enough || copied.wireBytes >= mostBytes * enough) return copied;
  }
}

/** As a unit of the engine: emptied, filled and frozen in one transaction. `into`: another table of the same form. */
export async function copySample(
  sessions: SampleSessions,
  sample: Sample,
  dialect: CopyDialect,
  rows: number,
  into = sample.table.name,
): Promise<CopiedSample> {
  const { value: copied, seconds } = await timed(async () => {
    const tables = [{ ...sample.table, name: into }];
    const [result] = await copyUnit(sessions, { kind: 'table', tables }, dialect, firstRowsOut(sample, dialect, rows));
    return result;
  });
  return { rows: copied?.rows ?? 0, wireBytes: copied?.bytes ?? 0, seconds };
}

/** One transaction on the target, as the engine fills a unit of tables. `outSql`: what is copied of them. */
export async function copyUnit(
  { source, target }: SampleSessions,
  { kind, tables }: Pick<CopyUnit, 'kind' | 'tables'>,
  dialect: CopyDialect,
  outSql: string,
): Promise<SplicedCopy[]> {
  const fill = fillTables({ kind, tables, sizeBytes: 0 }, dialect);
  const copied = await splice({
    source,
    target,
    outSql,
    inSql: ['BEGIN', ...fill].join('; '),
    statementsBefore: 1 + fill.length - tables.length,
    formats: tables.map((table) => formatOf(table, dialect)),
    onBytes: () => {},
  });
  await target.query('COMMIT');
  return copied;
}

/** The part of a table that its first rows are: by the pages before the next row, or by their number where these are too few to say. */
export async function fractionOf(source: Wire, sample: SampledTable, rows: number): Promise<number> {
  const { oid, name } = sample.table;
  const [next] = await source.query(`
    SELECT (place.ctid::text::point)[0], pg_catalog.pg_relation_size(${oid}::regclass) / pg_catalog.current_setting('block_size')::int8
    FROM (SELECT ctid FROM ONLY ${name} OFFSET ${rows} LIMIT 1) AS place`);
  if (!next?.rows.length) return 1;
  const [filled = 0, pages = 1] = next.rows[0]?.map(Number) ?? [];
  const isByPages = filled >= fewPages || sample.rows <= rows;
  return isByPages ? Math.max(1, filled) / Math.max(1, pages) : rows / sample.rows;
}

/** As much of a sample as it needs. */
interface SampledTable extends Pick<Sample, 'rows'> {
  table: Pick<Sample['table'], 'oid' | 'name'>;
}

/** Rows with most of their bytes out of line: many megabytes of them may lie on one page. */
const fewPages = 20;

/** Seconds of reading the sample back with its hash, as the proof does. */
export async function readBack(target: Wire, sample: Sample, dialect: CopyDialect): Promise<number> {
  const hash = await copyHash(formatOf(sample.table, dialect));
  const { seconds } = await timed(() =>
    target.query(copyOut(sample.table, dialect), { borrows: true, data: hash.update, done: () => hash.digest() }),
  );
  return seconds;
}

/** Seconds by index, until the time is up (`performance.now`). What the sample's database can't hold (a user's function) is left out. */
export async function buildIndexes(target: Wire, { indexes }: Sample, untilMs: number): Promise<Record<string, number>> {
  const built: Record<string, number> = {};
  for (const { name, definition } of indexes) {
    if (performance.now() > untilMs && Object.keys(built).length) break; // one is better than none
    try {
      built[name] = (await timed(() => target.query(definition))).seconds;
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
    }
  }
  return built;
}

export const analyzeSample = async (target: Wire, { table }: Sample) => (await timed(() => target.query(`ANALYZE ${table.name}`))).seconds;
