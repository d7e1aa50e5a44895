// Runs statements of the plan as one query and, when one fails, says which.
import { type ErrorCode, fail } from '../../domain/error-codes';
import { isConnectionLoss } from '../../postgres/connection-failure';
import { isPassingConflict } from '../../postgres/passing-errors';
import { describeError } from '../../postgres/server-message';
import type { StatementResult } from '../../postgres/statement-result';
import type { Wire } from '../../postgres/wire';
import { WireError } from '../../postgres/wire-error';
import type { SchemaStatement } from './schema/types';

/** Printed by a SELECT before each statement; the last one seen tells where the query stopped. */
const marker = 'pgflex statement ';

/** On a line of its own: a statement may end in a comment. */
const separator = '\n;\n';

/** What the server has not enough of. */
const codeOfResource: Record<string, ErrorCode> = { '53100': 'TARGET_DISK_FULL', '53200': 'LOCK_TABLE_TOO_SMALL' };

export interface Statements {
  before: string[];
  statements: SchemaStatement[];
  after: string[];
  /** Of a failure that is neither a broken connection nor a full disk. */
  code: ErrorCode;
}

/** One round trip, whatever the number of statements. Unchanged errors: broken connections, and what fails in `before` and `after`. */
export async function runStatements(wire: Wire, { before, statements, after, code }: Statements): Promise<StatementResult[]> {
  const parts = [
    ...before,
    ...statements.flatMap(({ sql }, index) => [`SELECT '${marker}${index}'`, sql]),
    ...(statements.length ? [`SELECT '${marker}${statements.length}'`] : []),
    ...after,
  ];
  try {
    return await wire.query(parts.join(separator));
  } catch (error) {
    if (isConnectionLoss(error) || isPassingConflict(error) || !(error instanceof WireError)) throw error;
    const failed = statements[failedIndex(error, parts, before.length)];
    if (!failed) throw error;
    const key = error.violatedKey ? `; violated by rows of ${error.violatedKey}` : '';
    throw fail(codeOfResource[error.code] ?? code, `${failed.kind} ${failed.object}: ${describeError(error)}${key}.`, {
      objects: [failed.object],
      cause: error,
    });
  }
}

function failedIndex(error: WireError, parts: string[], before: number): number {
  if (error.completed.length === 0 && error.position !== undefined) return indexAtPosition(parts, before, error.position);
  return Math.max(-1, ...error.completed.map(markerOf));
}

function markerOf({ rows }: StatementResult): number {
  const text = rows.length === 1 ? rows[0]?.[0] : undefined;
  return text?.startsWith(marker) ? Number(text.slice(marker.length)) : -1;
}

/** A syntax error fails the query before its first statement ran; each statement of ours takes two parts. */
function indexAtPosition(parts: string[], before: number, position: number): number {
  let end = 0;
  const part = parts.findIndex((text) => {
    end += [...text].length + separator.length; // the server counts characters, not UTF-16 units
    return position <= end;
  });
  return Math.floor((part - before) / 2);
}
