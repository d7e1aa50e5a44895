// Events on their way to two sinks, a real Service Bus client's topic and a real Event Grid client's topic: neither waits for the other.
import { readFile } from 'node:fs/promises';
import { get, request } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { ServiceBusClient } from '@azure/service-bus';
import type { CloudEventJson } from '../../../shared/domain/events';
import { flushOutbox } from '../../../shared/events/flush-outbox';
import { setDatabaseState } from '../../../shared/state/databases';
import { isOutboxEmpty } from '../../../shared/state/outbox';
import { useLocalAzure } from '../../support/local-azure';
import { type StoredMigration, storeMigration } from '../../support/migration-store';

const standIns = useLocalAzure();

async function onTheGrid(stored: StoredMigration): Promise<CloudEventJson[]> {
  const { eventGrid, caFile } = standIns().ready;
  const ca = await readFile(caFile, 'utf8');
  const text = await new Promise<string>((resolve, reject) => {
    get(`${eventGrid}/_local/events`, { ca, agent: false }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (chunk) => {
        body += chunk;
      });
      answer.on('end', () => resolve(body));
    }).on('error', reject);
  });
  return (JSON.parse(text) as CloudEventJson[]).filter(({ id }) => id.startsWith(stored.id));
}

async function onTheBus(stored: StoredMigration): Promise<CloudEventJson[]> {
  const { serviceBus, serviceBusTopic } = standIns().ready;
  const client = new ServiceBusClient(serviceBus);
  try {
    const receiver = await client.acceptSession(serviceBusTopic, 'ordered', stored.id);
    return (await receiver.peekMessages(100)).map(({ body }) => body);
  } finally {
    await client.close();
  }
}

async function outage(service: 'eventGrid' | 'serviceBus', seconds: number): Promise<void> {
  const { arm, caFile } = standIns().ready;
  const ca = await readFile(caFile, 'utf8');
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const outgoing = request(`${arm}/_local/outage`, { method: 'POST', ca, agent: false }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode));
    });
    outgoing.on('error', reject);
    outgoing.end(JSON.stringify({ service, seconds }));
  });
  if (status !== 202) throw new Error(`The outage was answered with ${status}.`);
}

const begin = (stored: StoredMigration) => setDatabaseState(stored.id, 0, 'InProgress');
const finish = (stored: StoredMigration) => setDatabaseState(stored.id, 0, 'Succeeded');

/** The flusher leaves a sink alone for a moment after a failure. */
async function flushUntilSent(stored: StoredMigration): Promise<void> {
  for (let attempt = 0; attempt < 60; attempt++) {
    if ((await flushOutbox(stored.id)).kind === 'sent') return;
    await delay(200);
  }
  throw new Error('The outbox was not sent within 12 s.');
}

test('both sinks get every event once, byte for byte the same, in order', async () => {
  const stored = await storeMigration(['a']);
  await flushOutbox(stored.id);
  await begin(stored);
  await finish(stored);
  await Promise.all([flushOutbox(stored.id), flushOutbox(stored.id)]);
  await flushUntilSent(stored);
  const events = await stored.events();
  expect(events.length).toBeGreaterThanOrEqual(3);
  expect(await onTheBus(stored)).toEqual(events);
  expect(await onTheGrid(stored)).toEqual(events);
  expect(await isOutboxEmpty(stored.id)).toBe(true);
});

test('an Event Grid that cannot be reached does not hold up the bus, and gets everything afterwards', async () => {
  const stored = await storeMigration(['a']);
  await outage('eventGrid', 2);
  await begin(stored);
  const during = await flushOutbox(stored.id);
  expect(during).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/^eventGrid: /) });
  expect(await onTheBus(stored)).toEqual(await stored.events());
  expect(await isOutboxEmpty(stored.id)).toBe(false); // so the migration stays open, and the reconciler comes again
  expect(await flushOutbox(stored.id)).toMatchObject({ kind: 'failed', reason: expect.stringContaining('paused') });
  await finish(stored);
  await flushUntilSent(stored);
  expect(await onTheGrid(stored)).toEqual(await stored.events());
  expect(await onTheBus(stored)).toEqual(await stored.events());
});

test('a bus that cannot be reached does not hold up Event Grid, and gets everything in order afterwards', async () => {
  const stored = await storeMigration(['a']);
  await outage('serviceBus', 1);
  await begin(stored);
  const during = await flushOutbox(stored.id);
  expect(during).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/^serviceBus: /) });
  expect(await onTheGrid(stored)).toEqual(await stored.events());
  await finish(stored);
  await flushUntilSent(stored);
  expect(await onTheBus(stored)).toEqual(await stored.events());
});
