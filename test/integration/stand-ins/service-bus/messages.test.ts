import { bodies, connect, receive, receiveOne, startBus } from './bus';

const settings = {
  topics: [
    {
      name: 'events',
      subscriptions: [{ name: 'all', maxDeliveryCount: 3 }, { name: 'other' }, { name: 'quick', lockDurationMs: 1500 }],
    },
  ],
  queues: [{ name: 'work' }],
};

async function setUp() {
  const client = connect((await startBus(settings)).connectionString);
  const all = client.createReceiver('events', 'all');
  return { client, sender: client.createSender('events'), all };
}

test('a message reaches every subscription with all its properties', async () => {
  const { client, sender, all } = await setUp();
  await sender.sendMessages({
    body: { hello: 'wörld' },
    messageId: 'm1',
    subject: 'order',
    correlationId: 'c',
    contentType: 'application/json',
    sessionId: 's',
    applicationProperties: { size: 5, ratio: 1.5, yes: true },
  });
  for (const receiver of [all, client.createReceiver('events', 'other')]) {
    const message = await receiveOne(receiver);
    expect(message).toMatchObject({
      body: { hello: 'wörld' },
      messageId: 'm1',
      subject: 'order',
      correlationId: 'c',
      contentType: 'application/json',
    });
    expect(message).toMatchObject({
      sessionId: 's',
      deliveryCount: 0,
      applicationProperties: { size: 5, ratio: 1.5, yes: true },
    });
    expect(message.sequenceNumber?.toNumber()).toBe(1);
    expect(message.lockedUntilUtc?.getTime()).toBeGreaterThan(Date.now());
    expect(message.enqueuedTimeUtc).toBeInstanceOf(Date);
    await receiver.completeMessage(message);
    expect(await receive(receiver, 1, 100)).toEqual([]);
  }
});

test('batches keep their order, and bodies of every type arrive as they were sent', async () => {
  const { client, sender, all } = await setUp();
  const batch = await sender.createMessageBatch();
  expect(batch.maxSizeInBytes).toBe(1024 * 1024);
  for (const body of [1, 'text', true, null, Buffer.from([1, 2, 3]), { x: 'a'.repeat(200_000) }])
    expect(batch.tryAddMessage({ body })).toBe(true);
  await sender.sendMessages(batch);
  const received = await receive(all, 6);
  expect(bodies(received)).toEqual([1, 'text', true, null, Buffer.from([1, 2, 3]), { x: 'a'.repeat(200_000) }]);
  await Promise.all(received.map((message) => all.completeMessage(message)));
  expect(await receive(client.createReceiver('events', 'all'), 1, 100)).toEqual([]);
});

test('an abandoned message comes again with a higher delivery count and then goes to the dead-letter queue', async () => {
  const { client, sender, all } = await setUp();
  await sender.sendMessages({ body: 'poison', applicationProperties: { kept: 'yes' } });
  for (const attempt of [0, 1, 2]) {
    const message = await receiveOne(all);
    expect(message.deliveryCount).toBe(attempt);
    await all.abandonMessage(message, { attempt });
  }
  expect(await receive(all, 1, 100)).toEqual([]);
  const deadLetters = client.createReceiver('events', 'all', { subQueueType: 'deadLetter' });
  const dead = await receiveOne(deadLetters);
  expect(dead).toMatchObject({
    body: 'poison',
    deadLetterReason: 'MaxDeliveryCountExceeded',
    applicationProperties: { kept: 'yes', attempt: 2 },
  });
  await deadLetters.completeMessage(dead);
  expect(await receive(deadLetters, 1, 100)).toEqual([]);
});

test('a message can be dead-lettered with a reason', async () => {
  const { client, sender, all } = await setUp();
  await sender.sendMessages({ body: 'bad' });
  await all.deadLetterMessage(await receiveOne(all), { deadLetterReason: 'schema', deadLetterErrorDescription: 'nope', extra: 'more' });
  const dead = await receiveOne(client.createReceiver('events', 'all', { subQueueType: 'deadLetter' }));
  expect(dead).toMatchObject({ deadLetterReason: 'schema', deadLetterErrorDescription: 'nope', applicationProperties: { extra: 'more' } });
});

test('a lock that is not renewed expires: settling fails with MessageLockLost and the message comes again', async () => {
  const { client, sender } = await setUp();
  await sender.sendMessages({ body: 'slow' });
  const receiver = client.createReceiver('events', 'quick', { maxAutoLockRenewalDurationInMs: 0 });
  const first = await receiveOne(receiver);
  const second = await receiveOne(receiver); // waits until the lock of 1.5 s is over
  expect(second).toMatchObject({ body: 'slow', deliveryCount: 1 });
  await expect(receiver.completeMessage(first)).rejects.toMatchObject({ code: 'MessageLockLost' });
  await receiver.completeMessage(second);
});

test('a renewed lock holds for as long as it is renewed', async () => {
  const { client, sender } = await setUp();
  await sender.sendMessages({ body: 'long' });
  const receiver = client.createReceiver('events', 'quick', { maxAutoLockRenewalDurationInMs: 0 });
  const message = await receiveOne(receiver);
  for (let round = 0; round < 3; round++) {
    expect(await receive(client.createReceiver('events', 'quick'), 1, 600)).toEqual([]);
    expect((await receiver.renewMessageLock(message)).getTime()).toBeGreaterThan(Date.now());
  }
  await receiver.completeMessage(message);
});

test('a message id is accepted once within the duplicate window, in batches too', async () => {
  const { sender, all } = await setUp();
  await sender.sendMessages({ body: 1, messageId: 'same' });
  await sender.sendMessages({ body: 2, messageId: 'same' });
  await sender.sendMessages([
    { body: 3, messageId: 'same' },
    { body: 4, messageId: 'new' },
    { body: 5, messageId: 'new' },
  ]);
  expect(bodies(await receive(all, 5))).toEqual([1, 4]);
});

test('receiveAndDelete takes messages without a settlement', async () => {
  const { client } = await setUp();
  await client.createSender('work').sendMessages([{ body: 1 }, { body: 2 }]);
  expect(bodies(await receive(client.createReceiver('work', { receiveMode: 'receiveAndDelete' }), 2))).toEqual([1, 2]);
  expect(await receive(client.createReceiver('work'), 1, 100)).toEqual([]);
});

test('peek shows messages, locked ones too, and takes nothing', async () => {
  const { sender, all } = await setUp();
  await sender.sendMessages([{ body: 'a' }, { body: 'b' }, { body: 'c' }]);
  const locked = await receiveOne(all);
  expect(bodies(await all.peekMessages(2))).toEqual(['a', 'b']);
  expect(bodies(await all.peekMessages(5))).toEqual(['c']);
  await all.completeMessage(locked);
  expect(bodies(await receive(all, 5))).toEqual(['b', 'c']);
});

test('a message whose time to live is over is not delivered', async () => {
  const { sender, all } = await setUp();
  await sender.sendMessages([{ body: 'short', timeToLive: 1 }, { body: 'long' }]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(bodies(await receive(all, 5))).toEqual(['long']);
});

test('a streaming receiver completes by itself, and a handler that throws gets the message again', async () => {
  const { client, sender } = await setUp();
  await sender.sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }]);
  const receiver = client.createReceiver('events', 'all');
  const seen: unknown[] = [];
  await new Promise<void>((resolve) => {
    receiver.subscribe({
      processMessage: async ({ body }) => {
        seen.push(body);
        if (seen.length === 1) throw new Error('the first time fails');
        if (seen.length === 4) resolve();
      },
      processError: async () => undefined,
    });
  });
  await receiver.close();
  expect([...seen].sort()).toEqual([1, 1, 2, 3]);
  expect(await receive(client.createReceiver('events', 'all'), 1, 100)).toEqual([]);
});

test('two receivers share a subscription: each message goes to one of them', async () => {
  const { client, sender, all } = await setUp();
  await sender.sendMessages(Array.from({ length: 20 }, (_, body) => ({ body })));
  const first = await receive(all, 10);
  const second = await receive(client.createReceiver('events', 'all'), 20);
  expect([...bodies(first), ...bodies(second)].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index));
});

test('two thousand messages are sent, received and completed', async () => {
  const { client } = await setUp();
  const [sender, receiver] = [client.createSender('work'), client.createReceiver('work')];
  for (let batch = 0; batch < 20; batch++) await sender.sendMessages(Array.from({ length: 100 }, (_, body) => ({ body })));
  let count = 0;
  while (count < 2000) {
    const messages = await receive(receiver, 200);
    await Promise.all(messages.map((message) => receiver.completeMessage(message)));
    count += messages.length;
  }
  expect(count).toBe(2000);
});
