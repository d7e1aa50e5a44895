// The error of a table that differs after the copy, with what only the report may hold: which rows.
import { MigrationFailure, migrationError } from '../../domain/error-codes';
import { isConnectionLoss } from '../../postgres/connection-failure';
import { describeError } from '../../postgres/server-message';
import type { Wire } from '../../postgres/wire';
import type { RowDifference, TableProof } from '../engine';
import type { CopyDialect } from './copy-unit';
import { differingRows } from './differing-rows';
import type { CatalogTable } from './schema/types';

/** Its message goes to logs, events and answers, and names no row; `differences` are for the report. */
export class ContentMismatch extends MigrationFailure {
  constructor(
    /** Quoted name. */
    readonly table: string,
    readonly proof: TableProof,
    readonly differences: RowDifference[],
    message: string,
  ) {
    super(migrationError('CONTENT_MISMATCH', message, { objects: [table] }));
    this.name = 'ContentMismatch';
  }
}

export interface MismatchedTable {
  source: Wire;
  target: Wire;
  table: CatalogTable;
  dialect: CopyDialect;
  /** Hashes that differ. */
  proof: Omit<TableProof, 'result'>;
}

/** Looks for the rows, and returns the error to throw. Throws only where a connection is lost: the proof is repeated then. */
export async function contentMismatch({ source, target, table, dialect, proof }: MismatchedTable): Promise<ContentMismatch> {
  const different: TableProof = { ...proof, result: 'different' };
  const hashes = `hash ${proof.source} on the source, ${proof.target} on the target`;
  try {
    const { count, isAll, named } = await differingRows(source, target, table, dialect);
    const rows =
      count === 0 && isAll
        ? 'no row differs any more'
        : `${isAll ? '' : 'at least '}${count} ${count === 1 ? 'row differs' : 'rows differ'}`;
    return new ContentMismatch(table.name, different, named, `Table ${table.name} differs after the copy: ${rows} (${hashes}).`);
  } catch (error) {
    if (isConnectionLoss(error)) throw error;
    const message = `Table ${table.name} differs after the copy (${hashes}). Its rows could not be compared: ${describeError(error)}.`;
    return new ContentMismatch(table.name, different, [], message);
  }
}
