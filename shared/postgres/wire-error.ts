// An ErrorResponse of a server, as far as it may be shown: of DETAIL, HINT and CONTEXT, which quote row values, only the names of a violated key.

import type { StatementResult } from './statement-result';

export class WireError extends Error {
  constructor(
    /** SQLSTATE. */
    readonly code: string,
    readonly severity: string,
    message: string,
    /** What the statements before it gave. */
    readonly completed: readonly StatementResult[],
    readonly constraint: string | undefined,
    /** Place in the query, in characters from 1, where the server names one: always for a syntax error, which fails the whole query. */
    readonly position: number | undefined,
    /** Table and columns, where rows violate a unique index, a foreign key or an exclusion constraint. */
    readonly violatedKey?: string,
  ) {
    super(message);
    this.name = 'WireError';
  }
}

export function parseErrorResponse(body: Buffer, completed: readonly StatementResult[]): WireError {
  const fields = new Map(
    body
      .toString('utf8')
      .split('\0')
      .filter(Boolean)
      .map((field) => [field[0], field.slice(1)]),
  );
  return new WireError(
    fields.get('C') ?? 'XX000',
    fields.get('V') ?? fields.get('S') ?? 'ERROR',
    fields.get('M') ?? 'an error without a message',
    completed,
    fields.get('n'),
    fields.has('P') ? Number(fields.get('P')) : undefined,
    violatedKey(fields),
  );
}

/** DETAIL says `Key (columns)=(values) ...`. */
function violatedKey(fields: ReadonlyMap<string | undefined, string>): string | undefined {
  const [, columns] = /^Key \((.*?)\)=\(/s.exec(fields.get('D') ?? '') ?? [];
  return columns && fields.has('t') ? `${fields.get('s')}.${fields.get('t')} (${columns})` : undefined;
}
