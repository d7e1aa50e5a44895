// The log line of an event: what alerts and the workbook read, and nothing that could be private.
import { readdirSync, readFileSync } from 'node:fs';
import type { CloudEventJson } from '../../../shared/domain/events';
import { eventLine } from '../../../shared/events/event-line';

const sample = (name: string) => JSON.parse(readFileSync(`schemas/${name}/1.sample.json`, 'utf8')) as CloudEventJson;
const told = (event: CloudEventJson) => JSON.parse(eventLine(event).replace(/^event /, '')) as Record<string, unknown>;

test('a failed migration is told with its code, without the text of its error', () => {
  const event = sample('migration-status-changed');
  expect(told(event)).toEqual({
    id: event.id,
    type: event.type,
    time: event.time,
    target: event.source,
    migrationId: '0f5c2d7e-3a51-4f0e-9c2b-6f1d8a7b4c10',
    migrationName: 'single2flex',
    sourceServer: expect.stringContaining('/servers/old'),
    engine: 'direct',
    state: 'Failed',
    substate: 'Completed',
    previousState: 'InProgress',
    isTerminal: true,
    cleanup: 'Completed',
    errorCode: 'SERVER_UNREACHABLE',
  });
  expect(eventLine(event)).not.toContain('does not answer');
});

test('progress is told in numbers', () => {
  expect(told(sample('migration-progress'))).toMatchObject({ bytesCopied: 83886080, bytesTotal: 157286400, etaSeconds: 41.5 });
});

test.each(readdirSync('schemas'))('%s is one line of scalars', (name) => {
  const event = sample(name);
  expect(eventLine(event)).not.toContain('\n');
  expect(Object.values(told(event)).filter((value) => typeof value === 'object' && value !== null)).toEqual([]);
  expect(told(event)).toMatchObject({ id: event.id, type: event.type });
});
