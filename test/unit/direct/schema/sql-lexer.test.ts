// The lexer must never take text for code, nor code for text.
import fc from 'fast-check';
import { sqlTokens } from '../../../../shared/engines/direct/schema/sql-lexer';
import { sqlStatements } from '../../../../shared/engines/direct/schema/sql-statements';

const kinds = (sql: string) => [...sqlTokens(sql)].filter(({ kind }) => kind !== 'space').map(({ kind }) => kind);

/** Text that is full of what starts and ends tokens. */
const nasty = fc
  .array(
    fc.constantFrom("'", '"', '$', '$$', '$a$', ';', '--', '\n', '/*', '*/', '\\', 'E', 'x', '-- TOC entry 1 (class 1 OID 1)', ' ', 'é'),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''));

const piece = fc.oneof(
  nasty.map((text) => ({ kind: 'string', sql: `'${text.replaceAll("'", "''")}'` })),
  nasty.map((text) => ({ kind: 'string', sql: `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'` })),
  nasty.map((text) => ({ kind: 'quotedIdentifier', sql: `"${text.replaceAll('"', '""')}"` })),
  nasty.filter((text) => !`${text}$`.includes('$body$')).map((text) => ({ kind: 'dollarQuoted', sql: `$body$${text}$body$` })),
  nasty.filter((text) => !text.includes('\n')).map((text) => ({ kind: 'lineComment', sql: `--${text}\n` })),
  nasty
    .filter((text) => !/\/\*|\*\//.test(`*${text}*`) && !text.startsWith('/') && !text.endsWith('/'))
    .map((text) => ({ kind: 'blockComment', sql: `/* a /*${text}*/ b */` })),
  fc.constantFrom({ kind: 'word', sql: 'a$b$c' }, { kind: 'word', sql: 'Größe' }, { kind: 'word', sql: '42' }),
);

test('every token ends where it must, whatever stands inside', () => {
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
      const sql = pieces.map((one) => one.sql).join(' ');
      const expected = pieces.flatMap((one) => (one.sql.startsWith("E'") ? ['word', 'string'] : [one.kind]));
      expect(kinds(sql)).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
});

test('tokens are the whole text, without gaps', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const sql = pieces.map((one) => one.sql).join(' ');
      expect([...sqlTokens(sql)].map(({ start, end }) => sql.slice(start, end)).join('')).toBe(sql);
    }),
    { numRuns: 500 },
  );
});

test('statements are split only where code has a semicolon', () => {
  const statement = fc
    .array(piece, { minLength: 1, maxLength: 5 })
    .map((pieces) => ['select', ...pieces.filter(({ kind }) => kind !== 'lineComment').map(({ sql }) => sql)].join(' '));
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 5 }), (statements) => {
      expect(sqlStatements(statements.map((one) => `${one};\n`).join(''))).toEqual(statements);
    }),
    { numRuns: 500 },
  );
});

test.each(["'open", '"open', '$a$ open $b$', '/* open /* */'])('an unterminated token is an error: %s', (sql) => {
  expect(() => [...sqlTokens(sql)]).toThrow('does not end');
});

test('a parameter and a dollar sign inside a name are no quotes', () => {
  expect(kinds('$1 + a$$b')).toEqual(['symbol', 'word', 'symbol', 'word']);
});

test('a string of ten megabytes is one token', () => {
  expect(kinds(`'${"a''".repeat(3_000_000)}'`)).toEqual(['string']);
});
