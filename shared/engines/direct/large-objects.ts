// Copies large objects with their oids in batches, each in one transaction of the target, and proves every batch.
import { fail } from '../../domain/error-codes';
import { copyHash, copyHashAlgorithm } from '../../postgres/copy-hash';
import { quoteLiteral } from '../../postgres/quote';
import { describeError } from '../../postgres/server-message';
import { SpliceError, splice } from '../../postgres/splice';
import type { Wire } from '../../postgres/wire';
import { isUnitTaken, requireAttemptsLeft } from './attempts';
import type { CopySessions } from './copy-tables';
import { countAttempts, endUnitsWithContent, insertUnits, storeProofs } from './ledger';
import { largeObjectsKey } from './ledger-keys';
import type { CatalogLargeObject } from './schema/types';

const batchObjects = 100;
const pieceBytes = 1024 * 1024;
/** INV_READ of libpq-fs.h. */
const readOnly = 0x40000;

export interface LargeObjectBatch {
  key: string;
  objects: CatalogLargeObject[];
}

export function largeObjectBatches(objects: CatalogLargeObject[]): LargeObjectBatch[] {
  const ordered = [...objects].sort((one, other) => one.oid - other.oid);
  return Array.from({ length: Math.ceil(ordered.length / batchObjects) }, (_, index) => {
    const batch = ordered.slice(index * batchObjects, (index + 1) * batchObjects);
    return { key: largeObjectsKey(batch[0]?.oid ?? 0), objects: batch };
  });
}

/**
 * Pieces of 1 MB with oid and place, ordered. An empty object gives one empty piece. The descriptor is closed in the same row: a snapshot
 * lives long, and descriptors pile up. OFFSET 0 keeps the planner from opening it twice.
 */
function pieces({ objects }: LargeObjectBatch): string {
  const oids = objects.map(({ oid }) => oid).join(',');
  return `COPY (
    SELECT o.oid, place.at, pg_catalog.lo_get(o.oid, place.at, ${pieceBytes})
    FROM (
      SELECT opened.oid, pg_catalog.lo_lseek64(opened.fd, 0, 2) AS size, pg_catalog.lo_close(opened.fd) AS closed
      FROM (SELECT oid, pg_catalog.lo_open(oid, ${readOnly}) AS fd FROM pg_catalog.unnest('{${oids}}'::oid[]) AS oid OFFSET 0) AS opened
      OFFSET 0
    ) AS o, LATERAL pg_catalog.generate_series(0::bigint, greatest(o.size - 1, 0), ${pieceBytes}) AS place (at)
    ORDER BY 1, 2
  ) TO STDOUT (FORMAT binary)`;
}

/** They pass through a temporary table, since COPY cannot fill a large object. */
const staging = 'pg_temp.pgflex_pieces';

/** `taken`: another session has committed this batch. */
export async function copyLargeObjects(
  { source, target }: CopySessions,
  ledger: string,
  batch: LargeObjectBatch,
): Promise<'copied' | 'taken'> {
  const { key, objects } = batch;
  requireAttemptsLeft(await countAttempts(target, ledger, [key]), key);
  try {
    const createStaging = `CREATE TEMP TABLE pgflex_pieces (oid oid, at bigint, bytes bytea) ON COMMIT DROP`;
    const [copied] = await splice({
      source,
      target,
      outSql: pieces(batch),
      inSql: `BEGIN; ${insertUnits(ledger, [key])}; ${createStaging}; COPY ${staging} FROM STDIN (FORMAT binary)`,
      statementsBefore: 3,
      formats: ['binary'],
      onBytes: () => {},
    });
    await target.query(`
      SELECT pg_catalog.lo_create(oid) FROM ${staging} GROUP BY oid;
      SELECT pg_catalog.count(pg_catalog.lo_put(oid, at, bytes)) FROM (SELECT * FROM ${staging} ORDER BY oid, at) AS piece;
      ${objects.map(commentOn).join('')}
      ${endUnitsWithContent(ledger, [{ key, rows: objects.length, bytes: copied?.bytes ?? 0, hash: copied?.hash ?? '' }])};
      COMMIT`);
    return 'copied';
  } catch (error) {
    if (!(error instanceof SpliceError)) throw error;
    if (isUnitTaken(error.cause)) return 'taken';
    if (error.side === 'target') throw error.cause;
    throw fail('COPY_FAILED', `Large objects ${objects[0]?.oid} to ${objects.at(-1)?.oid}: ${describeError(error.cause)}.`, {
      cause: error.cause,
    });
  }
}

const commentOn = ({ oid, comment }: CatalogLargeObject) =>
  comment === undefined ? '' : `COMMENT ON LARGE OBJECT ${oid} IS ${quoteLiteral(comment)};`;

/** Reads a committed batch back and compares it with what the source sent. */
export async function proveLargeObjects(target: Wire, ledger: string, batch: LargeObjectBatch, sourceHash: string): Promise<void> {
  const hash = await copyHash('binary');
  await target.query(`BEGIN; ${pieces(batch)}; COMMIT`, { data: hash.update, done: () => {} });
  const found = hash.digest();
  if (found !== sourceHash) {
    const objects = batch.objects.map(({ oid }) => `large object ${oid}`);
    throw fail('CONTENT_MISMATCH', `Large objects differ after the copy: one of ${objects[0]} to ${objects.at(-1)}.`, { objects });
  }
  await storeProofs(target, ledger, [
    { key: batch.key, proof: { algorithm: copyHashAlgorithm, source: sourceHash, target: found, result: 'equal' } },
  ]);
}
