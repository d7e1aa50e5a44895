// Reads where each sequence stands.
import type { CatalogSession } from '../../../postgres/catalog-session';
import { quoteQualified } from '../../../postgres/quote';
import { loadSql } from '../../../postgres/sql';
import type { CatalogSequence } from '../schema/types';

const sequencesSql = loadSql(__dirname, 'sequences');
/** A sequence is a relation of one row; so many are read in one statement. */
const sequencesPerStatement = 200;

interface SequenceRow {
  oid: number;
  schema: string;
  name: string;
}

/** pg_sequence_last_value tells nothing of a sequence that was set but not yet used, so each is read itself (needs SELECT on it). */
export async function readSequences(session: CatalogSession): Promise<CatalogSequence[]> {
  const rows = await session.rows<SequenceRow>(sequencesSql);
  const read: CatalogSequence[] = [];
  for (let first = 0; first < rows.length; first += sequencesPerStatement) {
    const batch = rows
      .slice(first, first + sequencesPerStatement)
      .map(({ oid, schema, name }) => ({ oid, name: quoteQualified(schema, name) }));
    const sql = batch.map(
      ({ name }, at) =>
        `SELECT ${at} AS at, last_value::text AS "lastValue", is_called AS "isCalled", log_cnt::int AS "skippedByCrash" FROM ${name}`,
    );
    const values = await session.rows<Pick<CatalogSequence, 'lastValue' | 'isCalled' | 'skippedByCrash'> & { at: number }>(
      sql.join(' UNION ALL '),
    );
    read.push(...values.flatMap(({ at, ...value }) => batch.slice(at, at + 1).map((sequence) => ({ ...sequence, ...value }))));
  }
  return read;
}
