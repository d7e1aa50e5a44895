/**
 * Brings the property names of a JSON object to the casing of a schema: ARM reads them case-insensitively, and az writes them in PascalCase.
 * What the schema does not know is left out and named.
 */
import { z } from 'zod';

export interface FoldedNames {
  value: unknown;
  /** JSON paths of properties that the schema does not know. */
  ignored: string[];
  /** JSON paths of properties that are given twice, in different casings. */
  repeated: string[];
}

/** A property that is null counts as absent. Nothing but plain objects with an object schema is looked into. */
export function foldNames(given: unknown, schema: z.ZodType, path = ''): FoldedNames {
  const object = objectSchemaIn(schema);
  if (!object || typeof given !== 'object' || given === null || Array.isArray(given)) return { value: given, ignored: [], repeated: [] };

  const known = new Map(Object.keys(object.shape).map((name) => [name.toLowerCase(), name]));
  const folded: FoldedNames & { value: Record<string, unknown> } = { value: {}, ignored: [], repeated: [] };
  for (const [givenName, value] of Object.entries(given)) {
    const name = known.get(givenName.toLowerCase());
    const at = `${path}${path && '.'}${name ?? givenName}`;
    if (!name) folded.ignored.push(at);
    else if (Object.hasOwn(folded.value, name)) folded.repeated.push(at);
    else if (value !== null) {
      const inner = foldNames(value, object.shape[name] as z.ZodType, at);
      folded.value[name] = inner.value;
      folded.ignored.push(...inner.ignored);
      folded.repeated.push(...inner.repeated);
    }
  }
  return folded;
}

function objectSchemaIn(schema: z.ZodType): z.ZodObject | undefined {
  if (schema instanceof z.ZodObject) return schema;
  const isWrapper = schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault;
  return isWrapper ? objectSchemaIn(schema.unwrap() as z.ZodType) : undefined;
}
