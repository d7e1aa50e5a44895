import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventLogLimits, openEventLog } from '../../../../local/stand-ins/event-grid/event-log';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'event-log-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const limits: EventLogLimits = { events: 5, bytes: 4000 };
const open = () => openEventLog(directory, limits);
const published = (...ids: number[]) => ({
  schema: 'CloudEventSchemaV1_0' as const,
  events: ids.map((id) => ({ id, data: 'x'.repeat(100) })),
});
const file = () => join(directory, 'events.jsonl');

test('the newest events are kept, in memory and in the file, over restarts', () => {
  const log = open();
  for (let id = 1; id <= 100; id += 2) log.append(published(id, id + 1));
  expect(log.all().map(({ sequence }) => sequence)).toEqual([96, 97, 98, 99, 100]);
  expect(statSync(file()).size).toBeLessThan(2 * limits.bytes);
  log.close();
  const again = open();
  expect(again.all().at(-1)).toMatchObject({ sequence: 100, event: { id: 100 } });
  again.append(published(101));
  expect(again.lastSequence()).toBe(101);
  expect(again.next(100)).toMatchObject({ event: { id: 101 } });
  expect(again.next(101)).toBeUndefined();
  expect(again.next(3)).toMatchObject({ sequence: 97 }); // what is gone is skipped
  again.close();
});

test('a request that was cut off by a kill is gone as a whole; damage before it stops the start', () => {
  const log = open();
  log.append(published(1));
  log.close();
  const line = readFileSync(file(), 'utf8');
  appendFileSync(file(), line.slice(0, 50));
  const again = open();
  again.append(published(2, 3));
  expect(again.all().map(({ event }) => event.id)).toEqual([1, 2, 3]);
  again.close();
  writeFileSync(file(), `garbage\n${line}`);
  expect(open).toThrow(/line 1 is damaged/);
});
