/** JSON schemas of the OpenAPI 3.1 document as Swagger 2.0 can write them: less exact where it has no words, never stricter. */
import type { JsonSchema } from './json-schema';

/** Words of newer JSON schemas that Swagger 2.0 does not have. */
const unknownWords = [
  '$schema',
  'examples',
  'propertyNames',
  'patternProperties',
  'const',
  'anyOf',
  'oneOf',
  'allOf',
  'unevaluatedProperties',
  'additionalProperties',
];

const isObject = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null && !Array.isArray(value);

export function swaggerSchema(schema: JsonSchema): JsonSchema {
  if (typeof schema.$ref === 'string') return { $ref: schema.$ref.replace('#/components/schemas/', '#/definitions/') };
  const choices = [schema.anyOf, schema.oneOf].find(Array.isArray) as JsonSchema[] | undefined;
  if (choices) return swaggerChoice(schema, choices);
  const kept = Object.fromEntries(Object.entries(schema).filter(([word]) => !unknownWords.includes(word)));
  const { properties, items, type, exclusiveMinimum, exclusiveMaximum, ...rest } = kept;
  const types = [type].flat().filter((each) => each !== undefined && each !== 'null');
  return {
    ...rest,
    ...(types.length === 1 ? { type: types[0] } : {}),
    ...(Array.isArray(type) && type.includes('null') ? { 'x-nullable': true } : {}),
    ...(typeof exclusiveMinimum === 'number' ? { minimum: exclusiveMinimum, exclusiveMinimum: true } : {}),
    ...(typeof exclusiveMaximum === 'number' ? { maximum: exclusiveMaximum, exclusiveMaximum: true } : {}),
    ...('const' in schema ? { type: typeof schema.const, enum: [schema.const] } : {}),
    ...(isObject(items) ? { items: swaggerSchema(items) } : {}),
    ...(isObject(properties) ? { properties: mapped(properties) } : {}),
    ...(isObject(schema.additionalProperties) ? { additionalProperties: swaggerSchema(schema.additionalProperties) } : {}),
  };
}

const mapped = (properties: JsonSchema) =>
  Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, isObject(property) ? swaggerSchema(property) : property]));

/** One choice beside null is that one; of several only what they have in common can be said. */
function swaggerChoice({ description }: JsonSchema, choices: JsonSchema[]): JsonSchema {
  const real = choices.filter(({ type }) => type !== 'null');
  const [first] = real;
  const said = {
    ...(description ? { description } : {}),
    ...(real.length < choices.length ? { 'x-nullable': true } : {}),
  };
  if (real.length === 1 && first) return first.$ref ? swaggerSchema(first) : { ...swaggerSchema(first), ...said };
  const types = new Set(real.map(({ type }) => type));
  if (types.size !== 1) return said;
  if (!types.has('object')) return { type: first?.type, ...said };
  const properties = Object.assign({}, ...real.map((choice) => (isObject(choice.properties) ? mapped(choice.properties) : {})));
  return { type: 'object', properties, ...said };
}
