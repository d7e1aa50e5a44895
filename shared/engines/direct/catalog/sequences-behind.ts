// Finds sequences whose next value is in their column already: the source had it so, and an INSERT may fail on either side.
import type { CatalogSession } from '../../../postgres/catalog-session';
import { quoteIdentifier, quoteQualified } from '../../../postgres/quote';
import { loadSql } from '../../../postgres/sql';

const ownedSequencesSql = loadSql(__dirname, 'owned-sequences');
/** In one statement each, as many as PostgreSQL plans in milliseconds. */
const sequencesPerStatement = 100;
const namesInFinding = 20;

interface OwnedSequence {
  sequenceSchema: string;
  sequence: string;
  increment: string;
  tableSchema: string;
  table: string;
  column: string;
  isPartitioned: boolean;
}

/** A finding, or none. Reads the end of an index per sequence. */
export async function sequencesBehind(target: CatalogSession): Promise<string[]> {
  const owned = await target.rows<OwnedSequence>(ownedSequencesSql);
  const behind: OwnedSequence[] = [];
  for (let first = 0; first < owned.length; first += sequencesPerStatement) {
    const batch = owned.slice(first, first + sequencesPerStatement);
    const rows = await target.rows<{ at: number }>(batch.map(isBehind).join(' UNION ALL '));
    behind.push(...rows.flatMap(({ at }) => batch.slice(at, at + 1)));
  }
  if (behind.length === 0) return [];
  const names = behind
    .slice(0, namesInFinding)
    .map((one) => `${quoteQualified(one.sequenceSchema, one.sequence)} of ${tableOf(one)}.${quoteIdentifier(one.column)}`);
  const more = behind.length > namesInFinding ? ` and ${behind.length - namesInFinding} more` : '';
  return [
    `As on the source, the next value of these sequences is not beyond what their columns hold, so that an INSERT may fail: ${names.join(', ')}${more}.`,
  ];
}

function isBehind(sequence: OwnedSequence, at: number): string {
  const isAscending = !sequence.increment.startsWith('-');
  const next = `last_value::numeric + CASE WHEN is_called THEN ${sequence.increment} ELSE 0 END`;
  const value = `(SELECT least(greatest(${next}, -9223372036854775808), 9223372036854775807)::bigint FROM ${quoteQualified(sequence.sequenceSchema, sequence.sequence)})`;
  const only = sequence.isPartitioned ? '' : 'ONLY ';
  return `SELECT ${at} AS at WHERE EXISTS (SELECT FROM ${only}${tableOf(sequence)} WHERE ${quoteIdentifier(sequence.column)} ${isAscending ? '>=' : '<='} ${value})`;
}

const tableOf = ({ tableSchema, table }: OwnedSequence) => quoteQualified(tableSchema, table);
