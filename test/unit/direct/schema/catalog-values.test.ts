// Small pure parts of the catalogue side.
import { columnTypes, type TypeRow } from '../../../../shared/engines/direct/catalog/column-types';
import { settingElements } from '../../../../shared/engines/direct/catalog/setting-value';
import { sqlForVersion } from '../../../../shared/engines/direct/catalog/sql-for-version';
import { unitKey } from '../../../../shared/engines/direct/schema/unit-key';

function type(oid: number, name: string, extra: Partial<TypeRow> = {}): TypeRow {
  return {
    oid,
    schema: 'pg_catalog',
    name,
    type: 'b',
    isArray: false,
    elementOid: 0,
    baseOid: 0,
    subtypeOid: 0,
    attributes: [],
    displayName: name,
    send: null,
    ...extra,
  };
}

const types = [
  type(1, 'int4'),
  type(2, 'timestamptz'),
  type(3, 'money'),
  type(4, '_int4', { isArray: true, elementOid: 1 }),
  type(5, 'colour', { schema: 'app', type: 'e' }),
  type(6, '_colour', { schema: 'app', isArray: true, elementOid: 5 }),
  type(7, 'email', { schema: 'app', type: 'd', baseOid: 1 }),
  type(8, '_email', { schema: 'app', isArray: true, elementOid: 7 }),
  type(9, 'pair', { schema: 'app', type: 'c' }),
  type(10, 'hstore', { schema: 'app' }),
  type(11, 'float8'),
  type(12, 'float_range', { schema: 'app', type: 'r', subtypeOid: 11 }),
  type(13, 'int4', { schema: 'app', type: 'b' }),
  type(14, 'price', { schema: 'app', type: 'd', baseOid: 3 }),
  type(15, '_regclass', { isArray: true, elementOid: 16 }),
  type(16, 'regclass'),
];

test('binary is for listed types, and what is made of them without OIDs of user types', () => {
  const safe = (integerDatetimes: boolean) =>
    types.filter(({ oid }) => columnTypes(types, integerDatetimes).isBinarySafe(oid)).map(({ name }) => name);
  expect(safe(true)).toEqual(['int4', 'timestamptz', '_int4', 'colour', 'email', 'float8', 'float_range']);
  expect(safe(false)).not.toContain('timestamptz');
  expect(columnTypes(types, true).isBinarySafe(999)).toBe(false);
});

test('floats are found inside of ranges and arrays', () => {
  const { holdsFloats } = columnTypes(types, true);
  expect([11, 12, 4].map(holdsFloats)).toEqual([true, true, false]);
});

test.each([
  ['search_path', '"$user", public', "'$user', 'public'"],
  ['search_path', '""', "''"],
  ['search_path', 'App, "A ""b"", c"', `'app', 'A "b", c'`],
  ['work_mem', '64MB', "'64MB'"],
  ['app.note', "it's, two", "'it''s, two'"],
])('the stored value of %s is set again: %s', (name, value, sql) => {
  expect(settingElements(name, value)).toBe(sql);
});

test('lines of a query are kept or dropped by version', () => {
  const sql = 'SELECT 1,\n  2 --@ 120000+\n  3 --@ <120000\nFROM t -- plain';
  expect(sqlForVersion(sql, 120000)).toBe('SELECT 1,\n  2\nFROM t -- plain');
  expect(sqlForVersion(sql, 110022)).toBe('SELECT 1,\n  3\nFROM t -- plain');
});

test('long keys stay unique and within their limit', () => {
  const long = 'x'.repeat(300);
  expect(unitKey('index', `${long}a`)).toHaveLength(200);
  expect(unitKey('index', `${long}a`)).not.toBe(unitKey('index', `${long}b`));
  expect(unitKey('index', 'short')).toBe('index:short');
});
