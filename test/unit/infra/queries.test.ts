// The queries of alerts and workbook read what the service really logs.
import { readdirSync, readFileSync } from 'node:fs';
import type { CloudEventJson } from '../../../shared/domain/events';
import { eventTypes } from '../../../shared/domain/events';
import { migrationStates, subStates } from '../../../shared/domain/states';
import { eventLine } from '../../../shared/events/event-line';

const query = (name: string) => readFileSync(`infra/queries/${name}.kql`, 'utf8');
const queries = readdirSync('infra/queries').map((file) => query(file.replace('.kql', '')));

test('each field that a query takes from a line is one that the line can have', () => {
  const fields = [...query('events').matchAll(/event(?:\.(\w+)|\['(\w+)'\])/g)].map(([, plain, quoted]) => plain ?? quoted ?? '');
  expect(fields.length).toBeGreaterThan(15);
  const data = { ...Object.fromEntries(fields.map((field) => [field, 'x'])), error: { code: 'x' } };
  const event = { id: 'x', type: 'x', time: 'x', source: 'x', sequence: '1', data } as CloudEventJson;
  const line = eventLine(event);
  const [, prefix = ''] = /message startswith '(.*?)'/.exec(query('events')) ?? [];
  expect(line.startsWith(prefix)).toBe(true);
  const offset = Number(/substring\(message, (\d+)\)/.exec(query('events'))?.[1]);
  const told = JSON.parse(line.slice(offset)) as Record<string, unknown>;
  expect(fields.filter((field) => told[field] === undefined)).toEqual([]);
});

test('types, states and sub-states in queries exist', () => {
  const text = queries.join('\n');
  const named = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name);
  const types = Object.values(eventTypes).map((type) => type.split('.')[1]);
  const [typesUsed, statesUsed, subStatesUsed] = [/\btype [!=]= '(\w+)'/g, /\bstate [!=]= '(\w+)'/g, /\bsubstate [!=]= '(\w+)'/g].map(
    named,
  );
  expect(typesUsed?.filter((type) => !types.includes(type))).toEqual([]);
  expect(statesUsed).toContain('Failed');
  expect(statesUsed?.filter((state) => !(migrationStates as readonly unknown[]).includes(state))).toEqual([]);
  expect(subStatesUsed).toContain('WaitingForDataMigrationWindow');
  expect(subStatesUsed?.filter((subState) => !(subStates as readonly unknown[]).includes(subState))).toEqual([]);
});

test.each([
  ['left-over', 'functions/find-orphans.ts', [/startswith '(.+?)'/, /endswith '(.+?)'/]],
  ['events-wait', 'app.ts', [/startswith '(.+?)'/, /has '(.+?)'/]],
])('%s looks for the words of %s', (name, file, patterns) => {
  const source = readFileSync(file, 'utf8');
  const looked = query(name).slice(query(name).indexOf('traces'));
  for (const pattern of patterns) expect(source).toContain(pattern.exec(looked)?.[1] ?? 'nothing is looked for');
});
