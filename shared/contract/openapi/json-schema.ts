/** Makes JSON schemas of zod schemas, as the components of an OpenAPI 3.1 document. */
import { z } from 'zod';
import { currentSpelling, type Spelling } from '../spelling';

export type JsonSchema = Record<string, unknown>;

/** Schemas that were named so far: by name, as they stand in `components.schemas`. */
export type Components = Record<string, JsonSchema>;

export interface BodyStyle {
  spelling?: Spelling;
  /** True booleans in place of "True" and "False". */
  booleans?: boolean;
}

/** Adds a request body under its name; gives the reference to it. */
export function requestSchema(components: Components, name: string, schema: z.ZodType, style: BodyStyle = {}): JsonSchema {
  components[name] = styled(withoutEmptyDefaults(generated(schema, 'input')), style);
  return { $ref: `#/components/schemas/${name}` };
}

/** Adds an answer, and what it consists of, under the names that they have themselves. */
export function answerSchema(components: Components, schema: z.ZodType): JsonSchema {
  const { $defs = {}, ...own } = generated(schema, 'output');
  for (const [name, definition] of Object.entries($defs as Components)) components[name] = referring(definition);
  return referring(own);
}

function generated(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _version, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

/** A group that is read as an empty one where it is absent (so that all that is missing in it is named) has required members: so is it. */
function withoutEmptyDefaults(value: JsonSchema): JsonSchema {
  const { properties } = value;
  if (!isObject(properties)) return value;
  const inner = Object.entries(properties).map(([name, property]) => [
    name,
    isObject(property) ? withoutEmptyDefaults(property) : property,
  ]);
  const needed = inner.filter(([, property]) => isObject(property) && isObject(property.default) && hasRequired(property));
  const required = [...((value.required as string[] | undefined) ?? []), ...needed.map(([name]) => String(name))];
  const cleaned = inner.map(([name, property]) => {
    if (!isObject(property) || !isObject(property.default)) return [name, property];
    const { default: _empty, ...rest } = property;
    return [name, rest];
  });
  return { ...value, properties: Object.fromEntries(cleaned), ...(required.length ? { required } : {}) };
}

const hasRequired = (schema: JsonSchema) => Array.isArray(schema.required) && schema.required.length > 0;
const isObject = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Property names and booleans as a version writes them. */
function styled(schema: JsonSchema, style: BodyStyle): JsonSchema {
  const { spelling = currentSpelling, booleans = false } = style;
  if (booleans && Array.isArray(schema.enum) && schema.enum.every((word) => word === 'True' || word === 'False')) {
    const { enum: words, ...rest } = schema;
    return { ...rest, type: 'boolean', ...(words.length === 1 ? { const: words[0] === 'True' } : {}) };
  }
  const { properties, required } = schema;
  if (!isObject(properties)) return schema;
  return {
    ...schema,
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [spelling(name), isObject(property) ? styled(property, style) : property]),
    ),
    ...(Array.isArray(required) ? { required: required.map((name) => spelling(String(name))) } : {}),
  };
}

/** zod puts what has a name into `$defs`; in an OpenAPI document that is `components.schemas`. */
function referring(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;
}
