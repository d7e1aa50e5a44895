// Copies large objects with their oids in batches, each in one transaction of the target, and proves every batch.
import { fail } from '../../domain/error-codes';
import { isConnectionLoss } from '../../postgres/connection-failure';
import { copyHash, copyHashAlgorithm } from '../../postgres/copy-hash';
import { isPassingConflict } from '../../postgres/passing-errors';
import { quoteLiteral } from '../../postgres/quote';
import { describeError } from '../../postgres/server-message';
import { SpliceError, splice } from '../../postgres/splice';
import type { Wire } from '../../postgres/wire';
import type { TableProof } from '../engine';
import { countAttempt, isUnitTaken } from './attempts';
import type { CopyOutcome, CopySessions } from './copy-tables';
import type { LargeObjectBatch } from './large-object-batches';
import { beginStatements, beginUnits, endUnitsWithContent } from './ledger';
import type { CatalogLargeObject } from './schema/types';
import type { Slice } from './slice';

const pieceBytes = 1024 * 1024;
/** INV_READ of libpq-fs.h. */
const readOnly = 0x40000;

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

export async function copyLargeObjects({ source, target }: CopySessions, slice: Slice, batch: LargeObjectBatch): Promise<CopyOutcome> {
  const { key, objects } = batch;
  const { ledger } = slice.work.names;
  countAttempt(slice.ledger, [key], key);
  try {
    const createStaging = `CREATE TEMP TABLE pgflex_pieces (oid oid, at bigint, bytes bytea) ON COMMIT DROP`;
    const [copied] = await splice({
      source,
      target,
      outSql: pieces(batch),
      inSql: `${beginUnits(ledger, [key])}; ${createStaging}; COPY ${staging} FROM STDIN (FORMAT binary)`,
      statementsBefore: beginStatements + 1,
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
    if (error.side === 'target' || isConnectionLoss(error.cause) || isPassingConflict(error.cause)) throw error.cause;
    throw fail('COPY_FAILED', `Large objects ${objects[0]?.oid} to ${objects.at(-1)?.oid}: ${describeError(error.cause)}.`, {
      cause: error.cause,
    });
  }
}

const commentOn = ({ oid, comment }: CatalogLargeObject) =>
  comment === undefined ? '' : `COMMENT ON LARGE OBJECT ${oid} IS ${quoteLiteral(comment)};`;

/** Reads a committed batch back and compares it with what the source sent. */
export async function proveLargeObjects(target: Wire, batch: LargeObjectBatch, sourceHash: string): Promise<TableProof> {
  const hash = await copyHash('binary');
  await target.query(`BEGIN; ${pieces(batch)}; COMMIT`, { borrows: true, data: hash.update, done: () => {} });
  const found = hash.digest();
  if (found !== sourceHash) {
    const objects = batch.objects.map(({ oid }) => `large object ${oid}`);
    throw fail('CONTENT_MISMATCH', `Large objects differ after the copy: one of ${objects[0]} to ${objects.at(-1)}.`, { objects });
  }
  return { algorithm: copyHashAlgorithm, source: sourceHash, target: found, result: 'equal' };
}
