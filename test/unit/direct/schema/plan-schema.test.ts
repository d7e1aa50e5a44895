// What the plan makes of entries and catalogue: nothing is lost silently, and the order is right.
import { planSchema } from '../../../../shared/engines/direct/schema/plan-schema';
import type { SchemaEntry, SchemaSection, SourceCatalog } from '../../../../shared/engines/direct/schema/types';

const targetVersion = 170000;

function entry(kind: string, name: string, sql: string, section: SchemaSection = 'preData', oid = 0): SchemaEntry {
  return { tocId: 1, classOid: 0, oid, kind, schema: 'app', name, section, sql };
}

function catalog(parts: Partial<SourceCatalog> = {}): SourceCatalog {
  return {
    version: 110000,
    database: {
      name: 'app',
      oid: 1,
      encoding: 'UTF8',
      collate: 'C',
      ctype: 'C',
      localeProvider: 'libc',
      connectionLimit: -1,
      settings: [],
    },
    tables: [],
    relations: [],
    sequences: [],
    indexes: [],
    constraints: [],
    matviews: [],
    largeObjects: [],
    notMigrated: [],
    hasPublicSchema: true,
    ...parts,
  };
}

test('an object of a kind that the plan does not know fails the database, by name', () => {
  const entries = [entry('TABLE', 't', 'CREATE'), entry('HOLOGRAM', 'h1', 'CREATE'), entry('HOLOGRAM', 'h2', 'CREATE')];
  expect(() => planSchema(entries, catalog(), { targetVersion })).toThrow(
    `OBJECT_NOT_SUPPORTED: This engine can't carry HOLOGRAM "app"."h1", HOLOGRAM "app"."h2".`,
  );
});

test('an index in the dump that the catalogue did not show means that the source changed', () => {
  expect(() => planSchema([entry('INDEX', 'i', 'CREATE INDEX', 'postData', 7)], catalog(), { targetVersion })).toThrow(
    'SOURCE_CHANGED: INDEX "app"."i"',
  );
});

test('options that only some minor versions know are taken out, all else is kept', () => {
  const sql = `CREATE TABLE app.t (a integer);\nALTER TABLE ONLY app.t ALTER COLUMN a SET (pg_attver=2);\nALTER TABLE ONLY app.t ALTER COLUMN a SET (n_distinct=5, pg_attver=2);`;
  const { preData } = planSchema([entry('TABLE', 't', sql)], catalog(), { targetVersion });
  expect(preData.map((statement) => statement.sql)).toEqual([
    'CREATE TABLE app.t (a integer);\n\nALTER TABLE ONLY app.t ALTER COLUMN a SET (n_distinct=5);',
  ]);
});

test('schema public exists already; its comment can be set from 15 on, and its absence carried', () => {
  const comment = { ...entry('COMMENT', 'SCHEMA public', 'COMMENT'), schema: undefined };
  const entries = [{ ...entry('SCHEMA', 'public', ''), schema: undefined }, comment, entry('COMMENT', 'EXTENSION hstore', 'COMMENT')];
  expect(planSchema(entries, catalog(), { targetVersion }).preData).toHaveLength(1);
  expect(planSchema(entries, catalog(), { targetVersion: 140000 })).toMatchObject({
    preData: [],
    skipped: [{ object: 'comment on schema "public"' }],
  });
  const bare = catalog({ hasPublicSchema: false });
  expect(planSchema([], bare, { targetVersion }).preData).toMatchObject([{ sql: 'DROP SCHEMA public;' }]);
  expect(planSchema([], bare, { targetVersion: 140000 }).skipped).toMatchObject([{ object: 'absence of schema "public"' }]);
});

test('a user mapping without options is carried and reported', () => {
  const entries = [
    entry('USER MAPPING', 'a on b', 'CREATE USER MAPPING FOR a SERVER b;'),
    entry('USER MAPPING', 'c on b', "CREATE ... OPTIONS (user 'x');"),
  ];
  const { preData, skipped } = planSchema(entries, catalog(), { targetVersion });
  expect(preData).toHaveLength(2);
  expect(skipped.map(({ object }) => object)).toEqual(['options of user mapping "app"."a on b"']);
});

test('event triggers come last of all, with only their own comments behind them', () => {
  const entries = [
    entry('EVENT TRIGGER', 'guard', 'CREATE EVENT TRIGGER', 'postData'),
    entry('COMMENT', 'EVENT TRIGGER guard', 'COMMENT 1', 'postData'),
    entry('COMMENT', 'TRIGGER t', 'COMMENT 2', 'postData'),
    entry('TRIGGER', 't', 'CREATE TRIGGER', 'postData'),
  ];
  const { postData } = planSchema(entries, catalog(), { targetVersion });
  expect(postData.flatMap(({ statements }) => statements.map(({ sql }) => sql))).toEqual([
    'CREATE TRIGGER',
    'COMMENT 2',
    'CREATE EVENT TRIGGER',
    'COMMENT 1',
  ]);
});

test('materialised views are filled after those they read, with the search_path of the database; what was empty ends empty', () => {
  const matviews = [
    { oid: 1, name: '"app"."outer"', isPopulated: true, readsFrom: [2], callsCode: false },
    { oid: 2, name: '"app"."inner"', isPopulated: false, readsFrom: [], callsCode: false },
    { oid: 3, name: '"app"."unused"', isPopulated: false, readsFrom: [1], callsCode: false },
  ];
  const { database } = catalog();
  const settings = [{ name: 'search_path', value: 'app, "Größe"' }];
  const { postData } = planSchema([], catalog({ matviews, database: { ...database, settings } }), { targetVersion });
  expect(postData.map(({ statements }) => statements[0]?.sql.replace(/.*; (?=REFRESH)/, ''))).toEqual([
    'REFRESH MATERIALIZED VIEW "app"."inner";',
    'REFRESH MATERIALIZED VIEW "app"."outer";',
    'REFRESH MATERIALIZED VIEW "app"."inner" WITH NO DATA;',
  ]);
  expect(postData[0]?.statements[0]?.sql).toContain(`SET LOCAL search_path = 'app', 'Größe';`);
});

test('a materialised view that calls functions is filled after all older ones, but for those that read it', () => {
  const matviews = [
    { oid: 1, name: '"app"."reader"', isPopulated: true, readsFrom: [3], callsCode: false },
    { oid: 2, name: '"app"."older"', isPopulated: true, readsFrom: [], callsCode: false },
    { oid: 3, name: '"app"."caller"', isPopulated: true, readsFrom: [], callsCode: true },
    { oid: 4, name: '"app"."younger"', isPopulated: true, readsFrom: [], callsCode: false },
  ];
  const { postData } = planSchema([], catalog({ matviews }), { targetVersion });
  expect(postData.map(({ object, dependsOn }) => [object, dependsOn])).toEqual([
    ['"app"."older"', []],
    ['"app"."caller"', ['matview:"app"."older"']],
    ['"app"."reader"', ['matview:"app"."caller"']],
    ['"app"."younger"', []],
  ]);
});

test('an index over a function that comes behind the data waits for it', () => {
  const relation = { oid: 10, name: '"app"."t"', kind: 'table' as const, sizeBytes: 1, rootOid: 10, hasForeignChild: false };
  const index = (oid: number) => ({
    oid,
    name: `"app"."i${oid}"`,
    tableOid: 10,
    sizeBytes: 1,
    isSorted: 0,
    isValid: true,
    isUnique: false,
  });
  const entries = [
    entry('INDEX', 'i1', 'CREATE INDEX i1 ON app.t (a);', 'postData', 1),
    entry('FUNCTION', 'late(integer)', 'CREATE FUNCTION app.late(integer)', 'postData'),
    entry('INDEX', 'i2', 'CREATE INDEX i2 ON app.t (app.late(a));', 'postData', 2),
  ];
  const { postData } = planSchema(entries, catalog({ relations: [relation], indexes: [index(1), index(2)] }), { targetVersion });
  expect(postData.map(({ statements }) => statements.map(({ object }) => object))).toEqual([
    ['"app"."i1"'],
    ['"app"."late(integer)"', '"app"."i2"'],
  ]);
});

test('an invalid index is skipped and named', () => {
  const index = { oid: 1, name: '"app"."broken"', tableOid: 10, sizeBytes: 1, isSorted: 0, isValid: false, isUnique: true };
  expect(planSchema([], catalog({ indexes: [index] }), { targetVersion }).skipped).toMatchObject([{ object: '"app"."broken"' }]);
});
