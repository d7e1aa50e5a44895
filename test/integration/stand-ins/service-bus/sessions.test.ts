import type { ServiceBusSessionReceiver } from '@azure/service-bus';
import { bodies, connect, receive, receiveOne, startBus } from './bus';

const settings = {
  topics: [
    {
      name: 'events',
      subscriptions: [
        { name: 'all' },
        { name: 'ordered', requiresSession: true },
        { name: 'quick', requiresSession: true, lockDurationMs: 1500, maxDeliveryCount: 2 },
      ],
    },
  ],
  queues: [{ name: 'work', requiresSession: true }],
};

async function setUp() {
  const client = connect((await startBus(settings)).connectionString);
  const sender = client.createSender('events');
  const send = (...messages: [sessionId: string, body: unknown][]) =>
    sender.sendMessages(messages.map(([sessionId, body]) => ({ sessionId, body })));
  return { client, sender, send };
}

async function drain(receiver: ServiceBusSessionReceiver): Promise<unknown[]> {
  const messages = await receive(receiver, 20, 200);
  for (const message of messages) await receiver.completeMessage(message);
  return bodies(messages);
}

test('a session delivers its own messages only, in order', async () => {
  const { client, send } = await setUp();
  await send(['a', 1], ['b', 2], ['a', 3]);
  const receiver = await client.acceptSession('events', 'ordered', 'a');
  expect(receiver.sessionId).toBe('a');
  expect(receiver.sessionLockedUntilUtc.getTime()).toBeGreaterThan(Date.now());
  expect(await drain(receiver)).toEqual([1, 3]);
});

test('accepting the next session takes the one with the oldest message that nobody holds', async () => {
  const { client, send } = await setUp();
  await send(['b', 1], ['a', 2], ['b', 3]);
  const first = await client.acceptNextSession('events', 'ordered');
  const second = await client.acceptNextSession('events', 'ordered');
  expect([first.sessionId, second.sessionId]).toEqual(['b', 'a']);
  expect(await drain(first)).toEqual([1, 3]);
  expect(await drain(second)).toEqual([2]);
});

test('accepting the next session waits for a message, as the service does, and then times out', async () => {
  const { client, send } = await setUp();
  const waiting = client.acceptNextSession('events', 'ordered');
  await new Promise((resolve) => setTimeout(resolve, 200));
  await send(['late', 1]);
  const receiver = await waiting;
  expect(receiver.sessionId).toBe('late');
  expect(await drain(receiver)).toEqual([1]);
  const impatient = connect((await startBus(settings)).connectionString, { maxRetries: 0, timeoutInMs: 700 });
  await expect(impatient.acceptNextSession('events', 'ordered')).rejects.toMatchObject({ code: 'ServiceTimeout' });
});

test('a session has one holder; when it closes, the next gets what was not settled, uncounted', async () => {
  const { client, send } = await setUp();
  await send(['a', 1]);
  const holder = await client.acceptSession('events', 'ordered', 'a');
  const held = await receiveOne(holder);
  await expect(client.acceptSession('events', 'ordered', 'a')).rejects.toMatchObject({ code: 'SessionCannotBeLocked' });
  await holder.close();
  const next = await client.acceptSession('events', 'ordered', 'a');
  expect(await receiveOne(next)).toMatchObject({ body: 1, deliveryCount: 0, messageId: held.messageId });
});

test('the state of a session is kept after its receiver has gone', async () => {
  const { client } = await setUp();
  const first = await client.acceptSession('events', 'ordered', 'a');
  expect(await first.getSessionState()).toBeNull();
  await first.setSessionState({ last: 17 });
  await first.close();
  const second = await client.acceptSession('events', 'ordered', 'a');
  expect(await second.getSessionState()).toEqual({ last: 17 });
  await second.setSessionState(null);
  expect(await second.getSessionState()).toBeNull();
});

test('a session lock that expires frees the session and counts as a delivery', async () => {
  const { client, send } = await setUp();
  await send(['a', 1]);
  const slow = await client.acceptSession('events', 'quick', 'a', { maxAutoLockRenewalDurationInMs: 0 });
  const message = await receiveOne(slow);
  const next = await client.acceptNextSession('events', 'quick', { maxAutoLockRenewalDurationInMs: 0 }); // waits for the expiry
  expect(await receiveOne(next)).toMatchObject({ body: 1, deliveryCount: 1 });
  await expect(slow.completeMessage(message)).rejects.toMatchObject({ code: 'SessionLockLost' });
  await expect(slow.renewSessionLock()).rejects.toThrow();
});

test('a renewed session lock holds', async () => {
  const { client, send } = await setUp();
  await send(['a', 1]);
  const receiver = await client.acceptSession('events', 'quick', 'a', { maxAutoLockRenewalDurationInMs: 0 });
  const message = await receiveOne(receiver);
  for (let round = 0; round < 3; round++) {
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect((await receiver.renewSessionLock()).getTime()).toBeGreaterThan(Date.now());
  }
  await receiver.completeMessage(message);
});

test('sessions are given back at once when their connection drops', async () => {
  const bus = await startBus(settings);
  const first = connect(bus.connectionString);
  await first.createSender('events').sendMessages({ body: 1, sessionId: 'a' });
  await first.acceptSession('events', 'ordered', 'a');
  await first.close();
  const second = await connect(bus.connectionString).acceptSession('events', 'ordered', 'a');
  expect(await drain(second)).toEqual([1]);
});

test('a receiver without a session is refused where sessions are required', async () => {
  const { client } = await setUp();
  await expect(receive(client.createReceiver('events', 'ordered'), 1)).rejects.toThrow(/requires sessions/);
});

test('a message without a session is refused by a session queue and dead-lettered by a session subscription', async () => {
  const { client, sender } = await setUp();
  await expect(client.createSender('work').sendMessages({ body: 1 })).rejects.toThrow(/SessionId/);
  await sender.sendMessages({ body: 2 });
  expect(await receiveOne(client.createReceiver('events', 'all'))).toMatchObject({ body: 2 });
  const dead = await receiveOne(client.createReceiver('events', 'ordered', { subQueueType: 'deadLetter' }));
  expect(dead).toMatchObject({ body: 2, deadLetterReason: 'Session ID is null.' });
});

test('a session receiver keeps its session through many receives that end in a drain at the last moment', async () => {
  const { client, sender } = await setUp();
  for (let batch = 0; batch < 10; batch++) await sender.sendMessages(Array.from({ length: 200 }, (_, body) => ({ body, sessionId: 'a' })));
  const receiver = await client.acceptSession('events', 'ordered', 'a');
  let count = 0;
  for (let size = 1; count < 2000; size = (size * 7) % 311) {
    const messages = await receiver.receiveMessages(size, { maxWaitTimeInMs: 1 + (size % 20) }); // often over while messages arrive
    await Promise.all(messages.map((message) => receiver.completeMessage(message)));
    count += messages.length;
  }
  expect(count).toBe(2000);
});
