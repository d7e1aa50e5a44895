import { connect, receive, receiveOne, startBus, temporaryFolder } from './bus';

const settings = { topics: [{ name: 'events', subscriptions: [{ name: 'all' }] }], queues: [{ name: 'work' }] };

test('an unknown subscription of a known topic is created at its first attach, without sessions', async () => {
  const client = connect((await startBus(settings)).connectionString);
  const sender = client.createSender('events');
  await sender.sendMessages({ body: 'before' });
  const receiver = client.createReceiver('events', 'mine');
  expect(await receive(receiver, 1, 100)).toEqual([]);
  await sender.sendMessages({ body: 'after' });
  expect(await receiveOne(receiver)).toMatchObject({ body: 'after' });
});

test('entities that do not exist are reported as not found', async () => {
  const client = connect((await startBus(settings)).connectionString);
  const notFound = { code: 'MessagingEntityNotFound' };
  await expect(client.createSender('nope').sendMessages({ body: 1 })).rejects.toMatchObject(notFound);
  await expect(receive(client.createReceiver('nope'), 1)).rejects.toMatchObject(notFound);
  await expect(receive(client.createReceiver('nope', 'all'), 1)).rejects.toMatchObject(notFound);
  await expect(receive(client.createReceiver('events', 'a b'), 1)).rejects.toMatchObject(notFound);
  await expect(client.createReceiver('nope').peekMessages(1)).rejects.toMatchObject(notFound);
});

test('a message or batch over 1 MiB is refused, and the link goes on', async () => {
  const client = connect((await startBus(settings)).connectionString);
  const sender = client.createSender('work');
  await expect(sender.sendMessages({ body: 'a'.repeat(1024 * 1024) })).rejects.toMatchObject({ code: 'MessageSizeExceeded' });
  await sender.sendMessages({ body: 'a'.repeat(1000 * 1024) });
  expect((await receiveOne(client.createReceiver('work'))).body).toHaveLength(1000 * 1024);
});

test('what a topic cannot do is refused with the place where it can be done', async () => {
  const client = connect((await startBus(settings)).connectionString);
  await expect(client.createReceiver('events').peekMessages(1)).rejects.toThrow(
    /A topic has no messages or rules: send 'peek-message' to a subscription/,
  );
});

test('a wrong key is refused, unless the bus was told to accept any token', async () => {
  const directory = temporaryFolder();
  const bus = await startBus(settings, { directory });
  const wrongKey = bus.connectionString.replace(/SharedAccessKey=[^;]+/, 'SharedAccessKey=wrong');
  await expect(connect(wrongKey).createSender('work').sendMessages({ body: 1 })).rejects.toMatchObject({ code: 'UnauthorizedAccess' });
  await connect(bus.connectionString).createSender('work').sendMessages({ body: 1 });
  await bus.close();
  const open = await startBus(settings, { directory, acceptAnyToken: true });
  await connect(wrongKey.replace(`:${bus.port};`, `:${open.port};`))
    .createSender('work')
    .sendMessages({ body: 2 });
});

test('a second bus in the same folder, or on the same port, is refused, and the first one goes on', async () => {
  const directory = temporaryFolder();
  const bus = await startBus(settings, { directory });
  await expect(startBus(settings, { directory })).rejects.toThrow(/belongs to a local Service Bus that still runs/);
  await expect(startBus(settings, { port: bus.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  const client = connect(bus.connectionString);
  await client.createSender('work').sendMessages({ body: 1 });
  expect(await receiveOne(client.createReceiver('work'))).toMatchObject({ body: 1 });
});

test('a client that only peeks needs no receiver first', async () => {
  const bus = await startBus(settings);
  await connect(bus.connectionString).createSender('events').sendMessages({ body: 1 });
  expect(await connect(bus.connectionString).createReceiver('events', 'all').peekMessages(1)).toMatchObject([{ body: 1 }]);
  const deadLetters = connect(bus.connectionString).createReceiver('work', { subQueueType: 'deadLetter' });
  expect(await deadLetters.peekMessages(1)).toEqual([]);
});
