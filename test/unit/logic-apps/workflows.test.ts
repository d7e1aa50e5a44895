// Every HTTP step of the workflow definitions is one of the OpenAPI document: path, method, body, headers, and each output that a later step reads.
import Ajv from 'ajv/dist/2020';
import { openApiDocument } from '../../../shared/contract/openapi/document';
import { eventTypes } from '../../../shared/domain/events';
import { eventSchema } from '../../../shared/events/event-schemas';
import {
  type Action,
  allActions,
  type Definition,
  definitionNames,
  type HttpRequestOfStep,
  readDefinition,
  requestsOf,
} from '../../support/workflow/definition';
import { type Expression, parseTemplate, resolved } from '../../support/workflow/expression';

type Json = Record<string, unknown>;
const document = openApiDocument() as { paths: Record<string, Record<string, Json>>; components: { schemas: Record<string, Json> } };

/** The operation that a step calls: everything that an expression stands for is one segment of the path. */
function operationOf({ method, uri }: HttpRequestOfStep): { path: string; operation: Json } {
  const address = "@{parameters('apiUrl')}";
  expect(uri.startsWith(address)).toBe(true);
  const segments = parseTemplate(uri.slice(address.length))
    .map((part) => (typeof part === 'string' ? part : '{}'))
    .join('');
  const path = Object.keys(document.paths).find((each) => each.replace(/\{\w+\}/g, '{}') === segments);
  const operation = path ? document.paths[path]?.[method.toLowerCase()] : undefined;
  if (!path || !operation) throw new Error(`${method} ${segments} is not in the OpenAPI document.`);
  return { path, operation };
}

const schemaOf = (content: unknown): Json | undefined =>
  (content as { content?: Json } | undefined)?.content?.['application/json'] as Json | undefined;
const deref = (schema: Json): Json => {
  const name = /^#\/components\/schemas\/(\w+)$/.exec(String(schema.$ref))?.[1];
  return name ? (document.components.schemas[name] as Json) : schema;
};

/** What stands at a chain of members: undefined if a schema does not know it. */
function memberOf(schema: Json, keys: string[]): Json | undefined {
  const [key, ...rest] = keys;
  if (key === undefined) return schema;
  const own = (deref(schema).properties as Record<string, Json> | undefined)?.[key];
  return own && memberOf(own, rest);
}

const asked = eventSchema(eventTypes.overwriteApprovalRequested) as Json;
/** An approval's event, as the bus and callbacks bring it. */
const event: Json = { properties: { id: {}, type: {}, time: {}, data: asked } };

function resultOf(definition: Definition, name: string, action: Action): Json {
  if (name === 'Event' || action.type === 'HttpWebhook') return event;
  if (name === 'Ask') return { properties: { SelectedOption: {}, UserEmailAddress: {} } }; // Office 365, "Send approval email"
  const [request] = requestsOf(action);
  if (!request) throw new Error(`Nothing is known about the result of ${name}.`);
  const { operation } = operationOf(request);
  const schema = schemaOf((operation.responses as Json)['200']);
  if (!schema) throw new Error(`${name} has no answer with content. ${Object.keys(definition.actions)}`);
  return schema.schema as Json;
}

/** Roots and members of everything that a definition reads. */
function readsIn(value: unknown): { root: string; of: string | undefined; keys: string[] }[] {
  if (typeof value === 'string') return parseTemplate(value).flatMap((part) => (typeof part === 'string' ? [] : readsOf(part)));
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(readsIn) : [];
}

function readsOf(expression: Expression, keys: string[] = []): { root: string; of: string | undefined; keys: string[] }[] {
  if (expression.kind === 'literal') return [];
  if (expression.kind === 'member') return readsOf(expression.of, [String((expression.key as { value: unknown }).value), ...keys]);
  const [first] = expression.args;
  const of = first?.kind === 'literal' ? String(first.value) : undefined;
  return [{ root: expression.name, of, keys }, ...expression.args.flatMap((each) => readsOf(each))];
}

describe.each(definitionNames)('%s', (name) => {
  const definition = readDefinition(name);
  const actions = allActions(definition.actions);
  const requests = actions.flatMap(([, action]) => requestsOf(action));

  test('calls operations that exist, with the headers they need and an identity', () => {
    expect(requests.length).toBeGreaterThan(1);
    for (const request of requests) {
      const { operation } = operationOf(request);
      const needed = ((operation.parameters ?? []) as { name: string; in: string; required: boolean }[]).filter((each) => each.required);
      const given = Object.keys(request.headers ?? {}).map((header) => header.toLowerCase());
      for (const { name: header, in: place } of needed) if (place === 'header') expect(given).toContain(header.toLowerCase());
      expect(request.authentication).toEqual({ type: 'ManagedServiceIdentity', audience: "@parameters('audience')" });
    }
  });

  test('sends bodies that the schemas take, whatever a person chose', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    for (const chosen of ['Overwrite', 'Cancel']) {
      for (const { body, ...request } of requests) {
        const { operation } = operationOf({ ...request, body });
        const schema = schemaOf(operation.requestBody);
        expect(Boolean(schema)).toBe(body !== undefined);
        if (!schema) continue;
        const sent = resolved(body, {
          body: () => ({ SelectedOption: chosen, UserEmailAddress: 'dba@example.com' }),
          listCallbackUrl: () => 'https://prod-12.westeurope.logic.azure.com/workflows/x?sig=y',
        });
        const wanted = deref(schema.schema as Json);
        expect({ valid: ajv.validate(wanted, sent), errors: ajv.errors }).toEqual({ valid: true, errors: null });
        expect(Object.keys(sent as Json).filter((key) => !memberOf(wanted, [key]))).toEqual([]);
      }
    }
  });

  test('reads nothing that the answers, the events, its parameters or its trigger do not have', () => {
    const byName = new Map(actions);
    for (const { root, of, keys } of readsIn([definition.actions, definition.triggers])) {
      if (root === 'parameters') expect(Object.keys(definition.parameters)).toContain(of);
      if (root === 'triggerBody' && keys.length && name === 'approval-by-webhook') {
        const { schema } = (definition.triggers.A_migration_was_created?.inputs ?? {}) as { schema: Json };
        expect(memberOf(schema, keys)).toBeDefined();
      }
      if (root !== 'body' && root !== 'outputs') continue;
      const action = byName.get(of ?? '');
      if (!action) throw new Error(`There is no action ${of}.`);
      expect({ of, keys, known: Boolean(memberOf(resultOf(definition, of ?? '', action), keys)) }).toEqual({ of, keys, known: true });
    }
  });
});
