/**
 * The custom connector of Logic Apps and Power Automate: Swagger 2.0 with Microsoft's `x-ms-*` words (events.md 6.1), made from the OpenAPI document
 * of this service, so that a connector never promises what the API does not do.
 */
import { openApiDocument } from './document';
import type { JsonSchema } from './json-schema';
import { swaggerSchema } from './swagger-schema';

/** `summary`: what the designer shows, in sentence case. Which operations people build flows from; the others stay with the API. */
const actions: Record<string, { summary: string; visibility: 'important' | 'advanced' }> = {
  createMigration: { summary: 'Create a migration', visibility: 'important' },
  getMigrationById: { summary: 'Get a migration', visibility: 'important' },
  listAllMigrations: { summary: 'List migrations', visibility: 'important' },
  listMigrationEvents: { summary: 'List the events of a migration', visibility: 'advanced' },
  getMigrationReport: { summary: 'Get the report of a migration', visibility: 'advanced' },
  cancelMigrations: { summary: 'Cancel migrations', visibility: 'important' },
  listApprovals: { summary: 'List the approvals of a migration', visibility: 'important' },
  decideApproval: { summary: 'Decide an approval', visibility: 'important' },
};

const trigger = {
  operationId: 'subscribeToApprovals',
  summary: 'When a migration asks for an approval',
  hint: 'Starts when the migration would replace a database, or ends without asking.',
};

/** Taken back by the `Location` that the subscription answers with. */
const unsubscribe = 'deleteApprovalSubscription';

type Method = 'get' | 'put' | 'post' | 'patch' | 'delete';
const methods: readonly string[] = ['get', 'put', 'post', 'patch', 'delete'] satisfies Method[];

interface OpenApiOperation {
  operationId: string;
  summary: string;
  description: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, { description?: string; content?: Record<string, { schema: JsonSchema }> }>;
}

interface Parameter {
  name: string;
  in: string;
  required: boolean;
  description: string;
  schema: JsonSchema;
}

export function connectorDocument(): JsonSchema {
  const { paths, components } = openApiDocument() as {
    paths: Record<string, JsonSchema>;
    components: { schemas: Record<string, JsonSchema> };
  };
  const found = Object.fromEntries(
    Object.entries(paths).flatMap(([path, item]) => {
      const operations = operationsOf(item);
      return Object.keys(operations).length ? [[path, { ...notified(operations), ...operations }]] : [];
    }),
  );
  return {
    swagger: '2.0',
    info: {
      title: 'pg-flex-migrator',
      version: '1',
      description: 'Moves PostgreSQL databases into Azure Database for PostgreSQL Flexible Server.',
    },
    host: 'HOST', // the deployment puts the service's own (infra/modules/connector.bicep)
    basePath: '/',
    schemes: ['https'],
    consumes: ['application/json'],
    produces: ['application/json'],
    paths: found,
    definitions: used({ ...mapValues(components.schemas, swaggerSchema), ApprovalNotification: notification }, found),
    securityDefinitions: {
      entraId: {
        type: 'oauth2',
        flow: 'accessCode',
        authorizationUrl: 'https://login.microsoftonline.com/common/oauth2/authorize',
        tokenUrl: 'https://login.microsoftonline.com/common/oauth2/token',
        scopes: {},
      },
    },
    security: [{ entraId: [] }],
  };
}

const mapValues = (values: Record<string, JsonSchema>, change: (value: JsonSchema) => JsonSchema) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));

/** What the service sends to whoever subscribed: a status event (schemas/). Optional is what only one of both kinds has. */
const notification: JsonSchema = {
  type: 'object',
  required: ['id', 'type', 'time', 'data'],
  properties: {
    id: { type: 'string', 'x-ms-summary': 'Event Id' },
    type: {
      type: 'string',
      'x-ms-summary': 'Event Type',
      description: 'PgMigration.OverwriteApprovalRequested.v1 or PgMigration.MigrationStatusChanged.v1.',
    },
    time: { type: 'string', format: 'date-time', 'x-ms-summary': 'Time' },
    data: {
      type: 'object',
      required: ['migrationId', 'migrationName', 'state', 'substate', 'isTerminal'],
      properties: {
        migrationId: { type: 'string', 'x-ms-summary': 'Migration Id' },
        migrationName: { type: 'string', 'x-ms-summary': 'Migration Name' },
        state: { type: 'string', 'x-ms-summary': 'State' },
        substate: { type: 'string', 'x-ms-summary': 'Sub-State' },
        isTerminal: { type: 'boolean', 'x-ms-summary': 'Has Ended' },
        approvalId: { type: 'string', 'x-ms-summary': 'Approval Id' },
        fingerprint: { type: 'string', 'x-ms-summary': 'Fingerprint' },
        expiresAt: { type: 'string', format: 'date-time', 'x-ms-summary': 'Expires At' },
        databases: {
          type: 'array',
          'x-ms-summary': 'Databases',
          items: { type: 'object', properties: { name: { type: 'string' }, sizeBytes: { type: 'integer' }, tables: { type: 'integer' } } },
        },
      },
    },
  },
};

function operationsOf(item: JsonSchema): Record<string, JsonSchema> {
  const shared = (item.parameters ?? []) as Parameter[];
  const own = Object.entries(item).filter(([method]) => methods.includes(method)) as [string, OpenApiOperation][];
  return Object.fromEntries(
    own.flatMap(([method, operation]) => {
      const words = wordsFor(operation.operationId);
      return words ? [[method, swaggerOperation(operation, shared, words)]] : [];
    }),
  );
}

function wordsFor(operationId: string): JsonSchema | undefined {
  if (operationId === trigger.operationId) {
    return { summary: trigger.summary, 'x-ms-trigger': 'single', 'x-ms-trigger-hint': trigger.hint, 'x-ms-visibility': 'important' };
  }
  if (operationId === unsubscribe) return { summary: 'Take a subscription back', 'x-ms-visibility': 'internal' };
  const action = actions[operationId];
  return action && { summary: action.summary, 'x-ms-visibility': action.visibility };
}

/** Beside the operation that subscribes stands what it is told later. */
const notified = (operations: Record<string, JsonSchema>): JsonSchema =>
  Object.values(operations).some(({ operationId }) => operationId === pascal(trigger.operationId))
    ? { 'x-ms-notification-content': { description: trigger.hint, schema: { $ref: '#/definitions/ApprovalNotification' } } }
    : {};

function swaggerOperation(operation: OpenApiOperation, shared: Parameter[], words: JsonSchema): JsonSchema {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  const body = requestBody?.content['application/json']?.schema;
  return {
    operationId: pascal(operationId),
    ...words,
    description: `${summary} ${description}`,
    parameters: [...[...shared, ...parameters].map(swaggerParameter), ...(body ? [bodyParameter(operationId, body)] : [])],
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, { description: said, content }]) => {
        if (status === 'default')
          return [status, { description: 'No success: the error says why.', schema: { $ref: '#/definitions/Error' } }];
        const schema = content?.['application/json']?.schema;
        return [status, { description: said, ...(schema ? { schema: swaggerSchema(firstChoice(schema)) } : {}) }];
      }),
    ),
  };
}

/** Of Azure's resource the current api-version; older spellings are for older clients. */
const firstChoice = (schema: JsonSchema): JsonSchema => {
  const choices = (schema.oneOf ?? schema.anyOf) as JsonSchema[] | undefined;
  return choices?.every(({ $ref }) => $ref) && choices[0] ? choices[0] : schema;
};

function swaggerParameter({ name, in: place, required, description, schema }: Parameter): JsonSchema {
  const isVersion = name === 'api-version';
  return {
    name,
    in: place,
    required,
    description,
    ...swaggerSchema(schema),
    'x-ms-summary': titleOf(name),
    ...(isVersion ? { default: (schema.enum as string[]).at(-1), 'x-ms-visibility': 'internal' } : {}),
    ...(place === 'path' ? { 'x-ms-url-encoding': 'single' } : {}),
  };
}

function bodyParameter(operationId: string, schema: JsonSchema): JsonSchema {
  const callback = {
    type: 'object',
    required: ['callbackUrl'],
    properties: { callbackUrl: { type: 'string', 'x-ms-notification-url': true, 'x-ms-visibility': 'internal' } },
  };
  return {
    name: 'body',
    in: 'body',
    required: true,
    schema: operationId === trigger.operationId ? callback : swaggerSchema(firstChoice(schema)),
  };
}

const pascal = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
/** `subscriptionId` -> `Subscription Id`: the designer's labels are in title case. */
const titleOf = (name: string) =>
  pascal(name.replace(/-/g, ' ').replace(/(?<=[a-z])(?=[A-Z])/g, ' ')).replace(/ [a-z]/g, (letter) => letter.toUpperCase());

/** Definitions that something refers to, through however many others. */
function used(definitions: Record<string, JsonSchema>, from: unknown): Record<string, JsonSchema> {
  const names = new Set<string>(['Error']);
  const visit = (value: unknown) => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/"#\/definitions\/(\w+)"/g)) {
      if (names.has(name)) continue;
      names.add(name);
      visit(definitions[name]);
    }
  };
  visit(from);
  visit(definitions.Error);
  return Object.fromEntries(Object.entries(definitions).filter(([name]) => names.has(name)));
}
