import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import { bodies, connect, receive, receiveOne, startBus, temporaryFolder } from './bus';

const settings = {
  topics: [
    {
      name: 'events',
      subscriptions: [
        { name: 'all', maxDeliveryCount: 2, lockDurationMs: 1000 },
        { name: 'ordered', requiresSession: true },
      ],
    },
  ],
  queues: [{ name: 'work' }],
};

async function setUp() {
  const client = connect((await startBus(settings)).connectionString);
  return { client, sender: client.createSender('events'), receiver: client.createReceiver('events', 'all') };
}

function sequenceOf({ sequenceNumber }: ServiceBusReceivedMessage) {
  if (!sequenceNumber) throw new Error('The message has no sequence number.');
  return sequenceNumber;
}

test('a deferred message is out of the way until it is asked for by its number, and can then be completed', async () => {
  const { client, sender, receiver } = await setUp();
  await sender.sendMessages([{ body: 1 }, { body: 2 }]);
  const first = await receiveOne(receiver);
  await receiver.deferMessage(first, { note: 'wait' });
  expect(bodies(await receive(receiver, 10))).toEqual([2]);
  expect(await receiver.peekMessages(5, { fromSequenceNumber: sequenceOf(first) })).toMatchObject([
    { body: 1, state: 'deferred' },
    { body: 2 },
  ]);
  const [deferred] = await receiver.receiveDeferredMessages(sequenceOf(first));
  expect(deferred).toMatchObject({ body: 1, state: 'deferred', deliveryCount: 0, applicationProperties: { note: 'wait' } });
  if (!deferred) throw new Error('One message was expected.');
  await expect(client.createReceiver('events', 'all').receiveDeferredMessages(sequenceOf(first))).rejects.toMatchObject({
    code: 'MessageNotFound',
  });
  await receiver.completeMessage(deferred);
  await expect(receiver.receiveDeferredMessages(sequenceOf(first))).rejects.toMatchObject({ code: 'MessageNotFound' });
});

test('an active message is not handed out as a deferred one', async () => {
  const { sender, receiver } = await setUp();
  await sender.sendMessages({ body: 1 });
  const [peeked] = await receiver.peekMessages(1);
  if (!peeked) throw new Error('One message was expected.');
  await expect(receiver.receiveDeferredMessages(sequenceOf(peeked))).rejects.toMatchObject({ code: 'MessageNotFound' });
  expect(await receiveOne(receiver)).toMatchObject({ body: 1 });
});

test('an abandoned deferred message stays deferred and counts; at the limit it is a dead letter', async () => {
  const { client, sender, receiver } = await setUp();
  await sender.sendMessages({ body: 1 });
  const message = await receiveOne(receiver);
  await receiver.deferMessage(message);
  for (const deliveryCount of [0, 1]) {
    const [deferred] = await receiver.receiveDeferredMessages(sequenceOf(message));
    if (!deferred) throw new Error('One message was expected.');
    expect(deferred).toMatchObject({ deliveryCount });
    await receiver.abandonMessage(deferred);
    expect(await receive(receiver, 1, 50)).toEqual([]);
  }
  const dead = await receiveOne(client.createReceiver('events', 'all', { subQueueType: 'deadLetter' }));
  expect(dead).toMatchObject({ body: 1, deadLetterReason: 'MaxDeliveryCountExceeded' });
});

test('the lock of a deferred message can be renewed and runs out', async () => {
  const { sender, receiver } = await setUp();
  await sender.sendMessages({ body: 1 });
  const message = await receiveOne(receiver);
  await receiver.deferMessage(message);
  const [deferred] = await receiver.receiveDeferredMessages(sequenceOf(message));
  if (!deferred) throw new Error('One message was expected.');
  await receiver.renewMessageLock(deferred);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  await expect(receiver.completeMessage(deferred)).rejects.toMatchObject({ code: 'MessageLockLost' });
  expect(await receiver.receiveDeferredMessages(sequenceOf(message))).toMatchObject([{ body: 1, deliveryCount: 1 }]);
});

test('receiveAndDelete takes a deferred message at once', async () => {
  const { client, sender, receiver } = await setUp();
  await sender.sendMessages({ body: 1 });
  const message = await receiveOne(receiver);
  await receiver.deferMessage(message);
  const deleting = client.createReceiver('events', 'all', { receiveMode: 'receiveAndDelete' });
  expect(await deleting.receiveDeferredMessages(sequenceOf(message))).toMatchObject([{ body: 1 }]);
  expect(await receiver.peekMessages(1)).toEqual([]);
});

test('a session defers its own messages; another session does not get them', async () => {
  const { client, sender } = await setUp();
  await sender.sendMessages([
    { body: 1, sessionId: 'a' },
    { body: 2, sessionId: 'a' },
    { body: 3, sessionId: 'b' },
  ]);
  const [a, b] = [await client.acceptSession('events', 'ordered', 'a'), await client.acceptSession('events', 'ordered', 'b')];
  const message = await receiveOne(a);
  await a.deferMessage(message);
  expect(bodies(await receive(a, 5))).toEqual([2]);
  await expect(b.receiveDeferredMessages(sequenceOf(message))).rejects.toMatchObject({ code: 'MessageNotFound' });
  const [deferred] = await a.receiveDeferredMessages(sequenceOf(message));
  if (!deferred) throw new Error('One message was expected.');
  await a.completeMessage(deferred);
  expect(bodies(await a.peekMessages(5, { fromSequenceNumber: sequenceOf(message) }))).toEqual([2]);
});

test('what was deferred is deferred after restarts, too', async () => {
  const directory = temporaryFolder();
  const first = await startBus(settings, { directory });
  const client = connect(first.connectionString);
  await client.createSender('work').sendMessages([{ body: 1 }, { body: 2 }]);
  const receiver = client.createReceiver('work');
  const message = await receiveOne(receiver);
  await receiver.deferMessage(message, { note: 'kept' });
  await first.close();
  await (await startBus(settings, { directory })).close(); // the second start reads what the first one compacted
  const again = connect((await startBus(settings, { directory })).connectionString).createReceiver('work');
  expect(bodies(await receive(again, 5))).toEqual([2]);
  const [deferred] = await again.receiveDeferredMessages(sequenceOf(message));
  expect(deferred).toMatchObject({ body: 1, applicationProperties: { note: 'kept' } });
  if (!deferred) throw new Error('One message was expected.');
  await again.completeMessage(deferred);
});
