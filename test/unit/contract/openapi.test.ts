// The OpenAPI document describes what is really read and written: its schemas hold against the encoders and the routes.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020';
import { createRouter } from '../../../local/functions-host/http/router';
import { apiVersions } from '../../../shared/contract/api-versions';
import { encodeApprovals } from '../../../shared/contract/encode-approvals';
import { encodeOverview } from '../../../shared/contract/encode-overview';
import { encodeReport } from '../../../shared/contract/encode-report';
import { openApiDocument } from '../../../shared/contract/openapi/document';
import { approvalList, overview, report } from '../../../shared/contract/openapi/own-answers';
import { migration, previewMigration } from '../../../shared/contract/openapi/resource-answers';
import { migrationError } from '../../../shared/domain/error-codes';
import { registeredApp } from '../../support/functions-core';
import { body } from './bodies';
import { view } from './views';
import '../../../functions';

interface Document {
  paths: Record<string, Record<string, object>>;
  components: { schemas: Record<string, object> };
}
const document = openApiDocument() as unknown as Document;

test('openapi.json is what the schemas say', () => {
  expect(JSON.parse(readFileSync('openapi.json', 'utf8'))).toEqual(JSON.parse(JSON.stringify(document)));
});

test('every route of the service is described, and nothing else', () => {
  const described = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((key) => key !== 'parameters')
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
  const api = createRouter(registeredApp, '').functions.filter(({ name }) => name !== 'portal'); // pages for people
  const served = api.flatMap(({ methods, route }) => methods.map((method) => `${method} /${route}`));
  expect(described.sort()).toEqual(served.sort());
});

test('every reference leads somewhere, and every schema is one', () => {
  const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
  expect(new Set(references)).toEqual(new Set(Object.keys(document.components.schemas)));
  const ajv = new Ajv({ strict: false, validateFormats: false });
  for (const schema of Object.values(document.components.schemas)) expect(ajv.validateSchema(schema)).toBe(true);
});

test('the schema of a new migration takes what the service takes, and needs what it needs', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const validate = ajv.compile({ $ref: '#/components/schemas/MigrationCreate', components: document.components });
  expect(validate(body())).toBe(true);
  expect(validate({ ...body(), properties: {} })).toBe(false);
  expect(validate(body({ dbsToMigrate: Array.from({ length: 9 }, String) }))).toBe(false);
});

test('what is written has the form that the document says', () => {
  const finding = {
    ...migrationError('TABLESPACE_IGNORED', 'm', { objects: ['t'] }),
    severity: 'warning' as const,
    database: 'app',
    accepted: 'r',
  };
  const validation = { status: 'Succeeded' as const, startedOn: 'a', endedOn: 'b', findings: [finding] };
  const { record } = view();
  const seen = view({ validation, request: { ...record.request, acceptedWarnings: [{ code: 'TABLESPACE_IGNORED', reason: 'r' }] } });
  for (const { name, encodeMigration } of apiVersions) {
    const schema = name.includes('preview') ? previewMigration : migration;
    expect(() => schema.parse(JSON.parse(JSON.stringify(encodeMigration(seen))))).not.toThrow();
  }
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;
  expect(() => overview.parse(plain(encodeOverview(seen, { tables: true, findings: true })))).not.toThrow();
  expect(() => report.parse(plain(encodeReport(seen, [])))).not.toThrow();
  expect(() => approvalList.parse(plain(encodeApprovals([])))).not.toThrow();
});
