// What of a server's error may be shown.

import { quoteIdentifier, quoteLiteral } from '../../../shared/postgres/quote';
import { describeError } from '../../../shared/postgres/server-message';
import { parseErrorResponse } from '../../../shared/postgres/wire-error';

const errorOf = (fields: Record<string, string>) =>
  parseErrorResponse(
    Buffer.from(
      `${Object.entries(fields)
        .map(([key, value]) => `${key}${value}\0`)
        .join('')}\0`,
    ),
    [],
  );

test('names are kept, values are not', () => {
  const violation = errorOf({
    S: 'ERROR',
    V: 'ERROR',
    C: '23505',
    M: 'duplicate key value violates unique constraint "t_pkey"',
    D: 'Key (id)=(4711) already exists.',
  });
  expect(describeError(violation)).toBe('duplicate key value violates unique constraint "t_pkey" (SQLSTATE 23505)');
  const syntax = errorOf({
    V: 'ERROR',
    C: '22P02',
    M: 'invalid input syntax for type integer: "4711x"',
    W: 'COPY t, line 1, column a: "4711x"',
  });
  expect(describeError(syntax)).toBe('invalid input syntax for type integer (SQLSTATE 22P02)');
  const label = errorOf({ V: 'ERROR', C: '22P02', M: 'malformed value "4711" given' });
  expect(describeError(label)).not.toContain('4711');
  expect(describeError(errorOf({ V: 'ERROR', C: 'P0001', M: 'customer 4711 is bad' }))).not.toContain('4711');
});

test('names and texts survive quoting', () => {
  expect(quoteIdentifier('a"b')).toBe('"a""b"');
  expect(quoteLiteral("it's")).toBe("'it''s'");
  expect(quoteLiteral('back\\slash')).toBe(" E'back\\\\slash'");
});
