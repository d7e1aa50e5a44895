// The JSON schemas in the repository are what the service serves, and say what events say.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { eventTypes } from '../../../shared/domain/events';
import { eventSchemas } from '../../../shared/events/event-schemas';
import { envelopeProblems, publishedProblems, schemaFile, schemaNameOf, schemasFolder, strictProblems } from './event-validator';

const schemas = [...eventSchemas()];
const readSample = (name: string) =>
  JSON.parse(readFileSync(schemaFile(name.replace('.json', '.sample.json')), 'utf8')) as Record<string, unknown> & {
    data: Record<string, unknown>;
  };

const howToUpdate = 'Run UPDATE_SCHEMAS=1 npx jest test/unit/events and npm run format, and look at what changed.';

/** What a released version says may only be added to. */
test.each(schemas)('%s in the repository is the one that is served', (name, schema) => {
  const file = schemaFile(name);
  if (process.env.UPDATE_SCHEMAS) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(schema, undefined, 2));
  }
  if (!existsSync(file)) throw new Error(`${file} is missing. ${howToUpdate}`);
  const isSame = JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))) === JSON.stringify(schema);
  if (!isSame) throw new Error(`${file} differs from shared/events. ${howToUpdate}`);
});

test('there is a schema for every type, and no file without one', () => {
  const titles = schemas.map(([, { title }]) => title);
  expect(titles).toEqual(expect.arrayContaining(Object.values(eventTypes)));
  expect(readdirSync(schemasFolder).sort()).toEqual(schemas.map(([name]) => dirname(name)).sort());
});

test.each(schemas)('the sample of %s is a valid event and says nothing that the schema does not describe', (name, schema) => {
  const sample = readSample(name);
  expect(envelopeProblems(sample)).toEqual([]);
  expect(sample.type).toBe(schema.title);
  expect(schemaNameOf(sample)).toBe(name);
  expect(publishedProblems(name, sample.data)).toEqual([]);
  expect(strictProblems(name, sample.data)).toEqual([]);
});

test.each(schemas)('%s refuses what lacks a property that every event has, and takes additions', (name) => {
  const { data } = readSample(name);
  expect(publishedProblems(name, { ...data, added: { later: 1 }, substate: 'ASubStateToCome' })).toEqual([]);
  for (const property of ['migrationId', 'state', 'isTerminal', 'links']) {
    expect(publishedProblems(name, { ...data, [property]: undefined })).not.toEqual([]);
  }
  expect(publishedProblems(name, { ...data, state: 'Unknown' })).not.toEqual([]);
});

test.each([
  ['database-status-changed/1.json', { databaseState: 'Gone' }],
  ['database-status-changed/1.json', { error: { code: 'X', message: 'no hint' } }],
  ['overwrite-approval-requested/1.json', { expiresAt: 'tomorrow' }],
  ['overwrite-approval-requested/1.json', { decisionUrl: '/relative' }],
  ['overwrite-approval-decided/1.json', { outcome: { kind: 'decided' } }],
  ['migration-progress/1.json', { bytesCopied: -1 }],
  ['migration-progress/1.json', { etaSeconds: undefined }],
  ['validation-completed/1.json', { findings: [{ code: 'X' }] }],
])('%s refuses %j', (name, wrong) => {
  const { data } = readSample(name);
  const without = Object.fromEntries(Object.entries({ ...data, ...wrong }).filter(([, value]) => value !== undefined));
  expect(publishedProblems(name, without)).not.toEqual([]);
});
