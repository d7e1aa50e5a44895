// Validates events against the JSON schemas as they stand in the repository, with an independent validator.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import { CloudEvent } from 'cloudevents';

export const schemasFolder = join(__dirname, '../../../schemas');

export const schemaFile = (name: string) => join(schemasFolder, name);

const ajv = new Ajv2020({
  strict: true,
  strictTypes: false, // anyOf of objects repeats no "type"
  allErrors: true,
  formats: {
    'date-time': (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) && !Number.isNaN(Date.parse(text)),
    uri: (text: string) => URL.canParse(text),
  },
});

const readSchema = (name: string) => JSON.parse(readFileSync(schemaFile(name), 'utf8')) as Record<string, unknown>;

/** The name of the schema in an event's `dataschema`: `migration-status-changed/1.json`. */
export const schemaNameOf = (event: Record<string, unknown>) => String(event.dataschema).split('/schemas/')[1] ?? '';

function problems(schema: Record<string, unknown>, id: string, data: unknown): string[] {
  const validate = ajv.getSchema(id) ?? ajv.compile({ ...schema, $id: id });
  return validate(data)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
}

/** What is wrong with the data by the published schema, as a subscriber would check it. */
export function publishedProblems(name: string, data: unknown): string[] {
  return problems(readSchema(name), `published:${name}`, data);
}

/** The same, and in addition that nothing is said which the schema does not describe: for what the product itself writes. */
export function strictProblems(name: string, data: unknown): string[] {
  return problems(closed(readSchema(name)) as Record<string, unknown>, `strict:${name}`, data);
}

/** Closes every object of a schema. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== 'object') return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in schema ? { ...inner, unevaluatedProperties: false } : inner;
}

/** What is wrong with the envelope, by the CloudEvents package's own rules. */
export function envelopeProblems(event: Record<string, unknown>): string[] {
  try {
    return new CloudEvent(event, true).validate() ? [] : ['not valid'];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
