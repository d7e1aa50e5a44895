import { bodies, connect, receive, receiveOne, startBus, temporaryFolder } from './bus';

const settings = {
  topics: [{ name: 'events', subscriptions: [{ name: 'all' }, { name: 'some' }] }],
  queues: [{ name: 'work' }, { name: 'sessions', requiresSession: true }],
};

/** Long enough for everything that has to happen before, on a busy machine too. */
const inMs = (delayMs: number) => new Date(Date.now() + delayMs);

test('a scheduled message comes when its time has come, not before, however it was sent', async () => {
  const client = connect((await startBus(settings)).connectionString);
  const [sender, receiver] = [client.createSender('work'), client.createReceiver('work')];
  const dueOn = inMs(2500);
  await sender.scheduleMessages([{ body: 'a' }, { body: 'b' }], dueOn);
  await sender.sendMessages([{ body: 'c', scheduledEnqueueTimeUtc: inMs(2700) }, { body: 'now' }]);
  expect(bodies(await receive(receiver, 10, 200))).toEqual(['now']);
  const first = await receiveOne(receiver);
  expect(Date.now()).toBeGreaterThanOrEqual(dueOn.getTime());
  expect(first.body).toBe('a');
  expect(first.enqueuedTimeUtc?.getTime()).toBeGreaterThanOrEqual(dueOn.getTime());
  expect(first.scheduledEnqueueTimeUtc).toEqual(dueOn);
  expect([(await receiveOne(receiver)).body, (await receiveOne(receiver)).body]).toEqual(['b', 'c']);
});

test('a time that has passed means now', async () => {
  const client = connect((await startBus(settings)).connectionString);
  await client.createSender('work').scheduleMessages({ body: 'late' }, inMs(-1000));
  expect(await receiveOne(client.createReceiver('work'))).toMatchObject({ body: 'late' });
});

test('a cancelled message never comes; cancelling it again, or after its time, is told apart', async () => {
  const client = connect((await startBus(settings)).connectionString);
  const sender = client.createSender('events');
  const [first, second] = await sender.scheduleMessages([{ body: 1 }, { body: 2 }], inMs(2500));
  if (!first || !second) throw new Error('Two sequence numbers were expected.');
  expect(first.toNumber()).not.toBe(second.toNumber());
  await sender.cancelScheduledMessages(first);
  await expect(sender.cancelScheduledMessages([second, first])).rejects.toMatchObject({ code: 'MessageNotFound' }); // all or none
  expect(await receiveOne(client.createReceiver('events', 'all'))).toMatchObject({ body: 2 });
  await expect(sender.cancelScheduledMessages(second)).rejects.toMatchObject({ code: 'MessageNotFound' });
});

test('rules of a topic are asked when the time has come', async () => {
  const client = connect((await startBus(settings)).connectionString);
  await client.createSender('events').scheduleMessages({ body: 1, applicationProperties: { a: 1 } }, inMs(1500));
  const rules = client.createRuleManager('events', 'some');
  await rules.deleteRule('$Default');
  expect(await receiveOne(client.createReceiver('events', 'all'))).toMatchObject({ body: 1 });
  expect(await receive(client.createReceiver('events', 'some'), 1, 100)).toEqual([]);
});

test('scheduled messages outlive restarts: those whose time passed meanwhile come at once, cancelled ones do not', async () => {
  const directory = temporaryFolder();
  const first = await startBus(settings, { directory });
  const sender = connect(first.connectionString).createSender('work');
  const soon = inMs(3000);
  const [cancelled] = await sender.scheduleMessages([{ body: 'cancelled' }, { body: 'soon' }], soon);
  const [later] = await sender.scheduleMessages({ body: 'later' }, inMs(60_000));
  if (!cancelled || !later) throw new Error('Sequence numbers were expected.');
  await sender.cancelScheduledMessages(cancelled);
  await first.close();
  await new Promise((resolve) => setTimeout(resolve, soon.getTime() - Date.now())); // the time passes while nothing runs
  await (await startBus(settings, { directory })).close();
  const client = connect((await startBus(settings, { directory })).connectionString);
  expect(bodies(await receive(client.createReceiver('work'), 10))).toEqual(['soon']);
  const [fresh] = await client.createSender('work').scheduleMessages({ body: 'fresh' }, inMs(60_000));
  expect(fresh?.toNumber()).toBeGreaterThan(later.toNumber());
  await client.createSender('work').cancelScheduledMessages(later);
});

test('duplicates of a scheduled message are dropped, and a session queue asks for a session at once', async () => {
  const client = connect((await startBus(settings)).connectionString);
  const sender = client.createSender('work');
  await sender.scheduleMessages({ body: 1, messageId: 'same' }, inMs(100));
  await sender.sendMessages({ body: 2, messageId: 'same' });
  expect(bodies(await receive(client.createReceiver('work'), 5, 500))).toEqual([1]);
  await expect(client.createSender('sessions').scheduleMessages({ body: 1 }, inMs(100))).rejects.toThrow(/SessionId/);
});
