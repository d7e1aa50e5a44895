// Entries are found where code stands, never inside of text, and none of their SQL is lost.
import fc from 'fast-check';
import { splitDump } from '../../../../shared/engines/direct/schema/split-dump';

function header(tocId: number, kind: string, name: string, schema = 'public'): string {
  return `--\n-- TOC entry ${tocId} (class 1259 OID ${tocId + 1000})\n-- Name: ${name}; Type: ${kind}; Schema: ${schema}; Owner: -\n--\n\n`;
}

const preamble = `--\n-- PostgreSQL database dump\n--\n\n-- Started on 2026-11-23\n\nSET statement_timeout = 0;\nSET transaction_timeout = 0;\n\n`;
const end = `-- Completed on 2026-11-23\n\n--\n-- PostgreSQL database dump complete\n--\n\n`;

test('kind, name, schema, OIDs and SQL of each entry; comments and settings around them are left out', () => {
  const dump = `${preamble}${header(1, 'TABLE', 't')}CREATE TABLE public.t (\n    a integer\n);\n\n\n${header(2, 'CAST', 'x', '-')}CREATE CAST;\n\n${end}`;
  expect(splitDump(dump)).toEqual([
    {
      tocId: 1,
      classOid: 1259,
      oid: 1001,
      kind: 'TABLE',
      schema: 'public',
      name: 't',
      section: 'preData',
      sql: 'CREATE TABLE public.t (\n    a integer\n);',
    },
    { tocId: 2, classOid: 1259, oid: 1002, kind: 'CAST', schema: undefined, name: 'x', section: 'preData', sql: 'CREATE CAST;' },
  ]);
});

test('a header inside of a string, a name or a function body is text', () => {
  const fake = header(9, 'TABLE', 'fake');
  const body = `CREATE FUNCTION f() AS $_$\n${fake}$_$;\nCOMMENT ON TABLE "\n${fake}" IS '\n${fake}';`;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(body, 'SELECT 1;', `SELECT E'\\'${fake}';`), { minLength: 1, maxLength: 5 }), (bodies) => {
      const dump = preamble + bodies.map((sql, at) => `${header(at, 'FUNCTION', 'f()')}${sql}\n\n`).join('') + end;
      expect(splitDump(dump).map(({ sql }) => sql)).toEqual(bodies);
    }),
  );
});

test('from the first index or constraint on, everything is behind the data', () => {
  const kinds = ['TABLE', 'COMMENT', 'CONSTRAINT', 'COMMENT', 'FUNCTION', 'MATERIALIZED VIEW', 'TRIGGER'];
  const entries = splitDump(kinds.map((kind, at) => `${header(at, kind, 'x')}SELECT 1;\n`).join(''));
  expect(entries.map(({ section }) => section)).toEqual(['preData', 'preData', ...Array(5).fill('postData')]);
});

test('a list of dependencies between the lines of a header is passed over', () => {
  const dump = header(1, 'COMMENT', 'x').replace('-- Name', '-- Dependencies: 196 7\n-- Name');
  expect(splitDump(`${dump}SELECT 1;`)).toMatchObject([{ kind: 'COMMENT', sql: 'SELECT 1;' }]);
});

test('a change of the table access method goes with the table that needs it', () => {
  const setting = 'SET default_table_access_method = columnar;';
  const dump = `${preamble}SET default_table_access_method = heap;\n\n${header(1, 'TABLE', 'a')}CREATE a;\n\n${setting}\n\n${header(2, 'TABLE', 'b')}CREATE b;\n`;
  expect(splitDump(dump).map(({ sql }) => sql)).toEqual([
    'SET default_table_access_method = heap;\n\nCREATE a;',
    `${setting}\n\nCREATE b;`,
  ]);
});

test('names that look like a header are kept whole', () => {
  expect(splitDump(`${header(1, 'TABLE', 'a; Type: b')}SELECT 1;`)).toMatchObject([{ name: 'a; Type: b', kind: 'TABLE' }]);
});

test('output that cannot be understood is an error', () => {
  expect(() => splitDump(`${header(1, 'TABLE', 't')}CREATE TABLE 'open`)).toThrow('SCHEMA_FAILED');
  expect(() => splitDump('-- TOC entry 1 (class 1 OID 1)\n-- something new\n')).toThrow('no name follows');
});
