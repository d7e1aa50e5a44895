// Writes a value as SQL whose text is the same on every version for the same content: floating-point numbers as their bytes, however deep.
import { quoteIdentifier } from '../../../postgres/quote';
import type { ColumnTypes, TypeRow } from './column-types';

/** Numbers of an extension's type whose binary form is younger than the oldest sources; `schema` is the quoted one of the type. */
const numbersOf: Record<string, (value: string, schema: string) => string> = {
  cube: (value, schema) =>
    `ARRAY(SELECT ROW(pg_catalog.float8send(${schema}.cube_ll_coord(${value}, n)), pg_catalog.float8send(${schema}.cube_ur_coord(${value}, n)))::pg_catalog.text
     FROM pg_catalog.generate_series(1, ${schema}.cube_dim(${value})) AS n)`,
};

/** `value` stands in parentheses where SQL needs them. */
export function comparableExpression(value: string, typeOid: number, types: ColumnTypes): string {
  const type = types.find(typeOid);
  if (!type || !types.holdsFloats(typeOid)) return value;
  if (type.send && types.isBinarySafe(typeOid)) return `${type.send}(${value})`;
  if (type.type === 'd') return comparableExpression(value, type.baseOid, types);
  if (type.type === 'c') return comparableRow(value, type, types);
  if (type.isArray) return comparableArray(value, type, types);
  const numbers = numbersOf[type.name]?.(value, quoteIdentifier(type.schema));
  return numbers === undefined ? value : ifPresent(value, numbers);
}

function comparableRow(value: string, { attributes }: TypeRow, types: ColumnTypes): string {
  const fields = attributes.map(({ name, typeOid }) => comparableExpression(`(${value}).${quoteIdentifier(name)}`, typeOid, types));
  return ifPresent(value, `ROW(${fields.join(', ')})`);
}

/** Unnested in the select list: in FROM, rows would fall apart into their columns. */
function comparableArray(value: string, { elementOid }: TypeRow, types: ColumnTypes): string {
  const elements = `SELECT (${comparableExpression('element.value', elementOid, types)})::pg_catalog.text
    FROM (SELECT pg_catalog.unnest(${value}) AS value) AS element`;
  return ifPresent(value, `ROW(pg_catalog.array_dims(${value}), ARRAY(${elements}))`);
}

/** Not by IS NULL, which is true for a row of nulls too. */
const ifPresent = (value: string, present: string) => `CASE WHEN (${value})::pg_catalog.text IS NOT NULL THEN ${present} END`;
