// Events on their way from the outbox to subscribers of a real Service Bus client: in order, each once, whatever happens on the way.
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { ServiceBusClient } from '@azure/service-bus';
import type { CloudEventJson } from '../../../shared/domain/events';
import { flushOutbox } from '../../../shared/events/flush-outbox';
import { closeServiceBus } from '../../../shared/events/service-bus';
import { setDatabaseState } from '../../../shared/state/databases';
import { isOutboxEmpty } from '../../../shared/state/outbox';
import { useLocalAzure } from '../../support/local-azure';
import { type StoredMigration, storeMigration } from '../../support/migration-store';

const standIns = useLocalAzure();

async function received(stored: StoredMigration, count: number): Promise<CloudEventJson[]> {
  const { serviceBus, serviceBusTopic } = standIns().ready;
  const client = new ServiceBusClient(serviceBus);
  try {
    const receiver = await client.acceptSession(serviceBusTopic, 'ordered', stored.id);
    const events: CloudEventJson[] = [];
    while (events.length < count) {
      const messages = await receiver.receiveMessages(count - events.length, { maxWaitTimeInMs: 5_000 });
      if (!messages.length) break;
      for (const message of messages) {
        events.push(message.body);
        await receiver.completeMessage(message);
      }
    }
    return events;
  } finally {
    await client.close();
  }
}

async function changeStates(stored: StoredMigration): Promise<void> {
  await Promise.all((await stored.databases()).map(({ number }) => setDatabaseState(stored.id, number, 'InProgress')));
  await Promise.all((await stored.databases()).map(({ number }) => setDatabaseState(stored.id, number, 'Succeeded')));
}

/** INTERFACES 3: closes the bus's port for a while and keeps its messages. */
async function busOutage(seconds: number): Promise<void> {
  const { arm, caFile } = standIns().ready;
  const ca = await readFile(caFile, 'utf8');
  const body = JSON.stringify({ service: 'serviceBus', seconds });
  await new Promise<void>((resolve, reject) => {
    const outgoing = request(`${arm}/_local/outage`, { method: 'POST', ca, headers: { 'content-type': 'application/json' } }, (answer) => {
      answer.resume();
      answer.on('end', () =>
        answer.statusCode === 202 || answer.statusCode === 200 ? resolve() : reject(new Error(`outage: ${answer.statusCode}`)),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

test('many flushers at once send every event once and in order, and tell of each once', async () => {
  const stored = await storeMigration(['a', 'b', 'c', 'd']);
  await changeStates(stored);
  const told: string[] = [];
  await Promise.all(Array.from({ length: 6 }, () => flushOutbox(stored.id, ({ id }) => told.push(id))));
  expect(await isOutboxEmpty(stored.id)).toBe(true);
  const events = await stored.events();
  expect(events).toHaveLength(9);
  expect(told).toEqual(events.map(({ id }) => id));
  expect(await received(stored, 10)).toEqual(events);
});

test('an event that comes while another flusher sends is sent by that one', async () => {
  const stored = await storeMigration(['a', 'b']);
  const first = flushOutbox(stored.id);
  await changeStates(stored);
  const second = await flushOutbox(stored.id);
  await first;
  expect(['sent', 'busy']).toContain(second.kind);
  expect(await isOutboxEmpty(stored.id)).toBe(true);
});

test('the id, session and properties let subscribers order, filter and drop doubles', async () => {
  const stored = await storeMigration(['a']);
  await flushOutbox(stored.id);
  const { serviceBus, serviceBusTopic } = standIns().ready;
  const client = new ServiceBusClient(serviceBus);
  try {
    const receiver = await client.acceptSession(serviceBusTopic, 'ordered', stored.id);
    const [message] = await receiver.receiveMessages(1);
    expect(message).toMatchObject({
      messageId: `${stored.id}-000001`,
      sessionId: stored.id,
      contentType: 'application/cloudevents+json',
      applicationProperties: { migrationId: stored.id, state: 'InProgress', isTerminal: false },
      body: { specversion: '1.0', id: `${stored.id}-000001`, type: 'PgMigration.MigrationStatusChanged.v1', subject: 'migrations/first' },
    });
  } finally {
    await client.close();
  }
});

test('a bus that cannot be reached loses nothing and fails nobody; afterwards everything is sent in order', async () => {
  const stored = await storeMigration(['a']);
  await closeServiceBus();
  await busOutage(1);
  await changeStates(stored);
  const during = await flushOutbox(stored.id);
  expect(during.kind).toBe('failed');
  expect(await isOutboxEmpty(stored.id)).toBe(false);
  let after = during;
  for (let attempt = 0; attempt < 60 && after.kind !== 'sent'; attempt++) {
    await delay(200);
    after = await flushOutbox(stored.id);
  }
  expect(after.kind).toBe('sent');
  expect(await received(stored, 4)).toEqual(await stored.events());
});
