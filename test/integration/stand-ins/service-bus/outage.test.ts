import { once } from 'node:events';
import { connect as connectSocket, type Socket } from 'node:net';
import { bodies, connect, receive, receiveOne, startBus } from './bus';

const settings = { topics: [{ name: 'events', subscriptions: [{ name: 'all' }] }], queues: [] };

test('during an outage nothing can be sent; after it the same clients go on and the messages are there', async () => {
  const bus = await startBus(settings);
  const client = connect(bus.connectionString, { maxRetries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 200, timeoutInMs: 2000 });
  const sender = client.createSender('events');
  await sender.sendMessages({ body: 'before' });
  const seen: unknown[] = [];
  let arrived = () => {};
  const receiver = client.createReceiver('events', 'all');
  receiver.subscribe({
    processMessage: async ({ body }) => {
      seen.push(body);
      arrived();
    },
    processError: async () => undefined,
  });
  const sawCount = (count: number) =>
    new Promise<void>((resolve) => {
      arrived = () => seen.length >= count && resolve();
      arrived();
    });
  await sawCount(1);
  const outage = bus.outage(1);
  await expect(connect(bus.connectionString).createSender('events').sendMessages({ body: 'refused' })).rejects.toThrow();
  await outage;
  await sender.sendMessages({ body: 'after' });
  await sender.sendMessages({ body: 'more' });
  await sawCount(3);
  expect(seen).toEqual(['before', 'after', 'more']);
}, 30_000);

test('a second outage makes the first one longer, and a bus can be closed during one', async () => {
  const bus = await startBus(settings);
  const started = Date.now();
  const first = bus.outage(0.2);
  await Promise.all([first, bus.outage(0.5)]);
  expect(Date.now() - started).toBeGreaterThanOrEqual(490);
  const client = connect(bus.connectionString);
  await client.createSender('events').sendMessages({ body: 1 });
  expect(bodies(await receive(client.createReceiver('events', 'all'), 1))).toEqual([1]);
  await client.close(); // the SDK's close() does not return while it looks for a bus that is gone
  const endless = bus.outage(3600);
  await bus.close();
  await endless;
});

test('a dropped connection does not hurt the bus or other clients', async () => {
  const bus = await startBus(settings);
  const garbage: Socket = connectSocket(bus.port, '127.0.0.1');
  await once(garbage, 'connect');
  garbage.write('GET / HTTP/1.1\r\n\r\n');
  await once(garbage, 'close');
  const client = connect(bus.connectionString);
  await client.createSender('events').sendMessages({ body: 1 });
  expect(await receiveOne(client.createReceiver('events', 'all'))).toMatchObject({ body: 1 });
});
