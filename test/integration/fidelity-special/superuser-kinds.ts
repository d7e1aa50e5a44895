// Kinds of objects that need more than the rights of Azure's administrator, each with the statement that a target refuses.

export interface SuperuserKind {
  /** As the finding says it. */
  kind: string;
  /** As the finding lists it. */
  object: string;
  /** Made by a superuser on both sides: what the statement needs. */
  before?: string;
  statement: string;
}

const inC = (name: string) => `CREATE FUNCTION ${name}(cstring) RETURNS int LANGUAGE internal IMMUTABLE STRICT AS 'int4in'`;

/** In one schema, so that a database can hold them all. */
export const superuserKinds: SuperuserKind[] = [
  { kind: 'access method', object: 'heap2', statement: 'CREATE ACCESS METHOD heap2 TYPE INDEX HANDLER bthandler' },
  {
    kind: 'aggregate with an internal state',
    object: 's.total(numeric)',
    statement: 'CREATE AGGREGATE s.total (numeric) (SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg)',
  },
  { kind: 'base type', object: 's.word', statement: 'CREATE TYPE s.word' },
  {
    kind: 'cast between types of the system or of extensions',
    object: '(point AS integer)',
    statement: 'CREATE CAST (point AS int) WITH INOUT',
  },
  {
    kind: 'cast without function',
    object: '(bytea AS text)',
    statement: 'CREATE CAST (bytea AS text) WITHOUT FUNCTION',
  },
  {
    kind: 'event trigger',
    object: 'watch',
    before: `CREATE FUNCTION s.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'`,
    statement: `CREATE EVENT TRIGGER watch ON ddl_command_end WHEN TAG IN ('CREATE EXTENSION') EXECUTE PROCEDURE s.on_ddl()`,
  },
  { kind: 'foreign-data wrapper', object: 'nowhere', statement: 'CREATE FOREIGN DATA WRAPPER nowhere' },
  { kind: 'function in an untrusted language', object: 's.in_c(cstring)', statement: inC('s.in_c') },
  {
    kind: 'leakproof function',
    object: 's.sealed(integer)',
    statement: `CREATE FUNCTION s.sealed(int) RETURNS int LANGUAGE sql LEAKPROOF AS 'SELECT 1'`,
  },
  {
    kind: 'language',
    object: 'own',
    statement: 'CREATE LANGUAGE own HANDLER plpgsql_call_handler',
  },
  {
    kind: 'member of a system operator family',
    object: 'pg_catalog.integer_ops',
    before: `CREATE TYPE s.pair AS (a int, b int); CREATE FUNCTION s.compare(int, s.pair) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'`,
    statement: 'ALTER OPERATOR FAMILY integer_ops USING btree ADD FUNCTION 1 (int, s.pair) s.compare(int, s.pair)',
  },
  {
    kind: 'operator class',
    object: 's.reversed',
    before: 'CREATE OPERATOR FAMILY s.reversed USING btree',
    statement:
      'CREATE OPERATOR CLASS s.reversed FOR TYPE int USING btree FAMILY s.reversed AS OPERATOR 1 >, OPERATOR 3 =, OPERATOR 5 <, FUNCTION 1 btint4cmp(int, int)',
  },
  { kind: 'operator family without class', object: 's.alone', statement: 'CREATE OPERATOR FAMILY s.alone USING btree' },
  {
    kind: `operator with a selectivity function that is not the system's`,
    object: 's.@@@(integer,integer)',
    before: `CREATE FUNCTION s.alike(int, int) RETURNS bool LANGUAGE sql AS 'SELECT true';
             CREATE FUNCTION s.guess(internal, oid, internal, int) RETURNS float8 LANGUAGE internal AS 'eqsel'`,
    statement: 'CREATE OPERATOR s.@@@ (LEFTARG = int, RIGHTARG = int, PROCEDURE = s.alike, RESTRICT = s.guess)',
  },
  { kind: 'publication of all tables', object: 'everything', statement: 'CREATE PUBLICATION everything FOR ALL TABLES' },
  {
    kind: 'text search parser',
    object: 's.words',
    statement: 'CREATE TEXT SEARCH PARSER s.words (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype)',
  },
  { kind: 'text search template', object: 's.plain', statement: 'CREATE TEXT SEARCH TEMPLATE s.plain (LEXIZE = dsimple_lexize)' },
];
