/** The parts that every operation of the document is made of. */
import type { JsonSchema } from './json-schema';

export interface Operation {
  operationId: string;
  summary: string;
  /** Of which the caller needs one; none: no token is asked for. */
  roles: string[];
  parameters?: JsonSchema[];
  body?: JsonSchema;
  /** By status; without a schema: no content. `orPage`: HTML on request. */
  answers: Record<string, { description: string; schema?: JsonSchema; orPage?: boolean }>;
}

export const operation = ({ operationId, summary, roles, parameters = [], body, answers }: Operation): JsonSchema => ({
  operationId,
  summary,
  description: roles.length ? `Needs the app role ${roles.join(' or ')}.` : 'Needs no token.',
  ...(roles.length ? {} : { security: [] }),
  ...(parameters.length ? { parameters } : {}),
  ...(body ? { requestBody: { required: true, content: json(body) } } : {}),
  responses: {
    ...Object.fromEntries(
      Object.entries(answers).map(([status, { description, schema, orPage }]) => [
        status,
        { description, ...(schema ? { content: { ...json(schema), ...(orPage ? page : {}) } } : {}) },
      ]),
    ),
    default: { $ref: '#/components/responses/Error' },
  },
});

const page = { 'text/html': { schema: { type: 'string' } } };
export const json = (schema: JsonSchema) => ({ 'application/json': { schema } });

const parameter =
  (place: 'path' | 'query' | 'header', required: boolean) =>
  (name: string, description: string, schema: JsonSchema = { type: 'string' }): JsonSchema => ({
    name,
    in: place,
    required,
    description,
    schema,
  });

export const inPath = parameter('path', true);
export const inQuery = parameter('query', false);
export const inHeader = parameter('header', false);
export const requiredHeader = parameter('header', true);
export const requiredQuery = parameter('query', true);
