import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ServiceBusReceiver } from '@azure/service-bus';
import { atEnd, bodies, connect, receive, receiveOne, startBus, temporaryFolder } from './bus';

const settings = {
  topics: [{ name: 'events', subscriptions: [{ name: 'all' }, { name: 'ordered', requiresSession: true }] }],
  queues: [{ name: 'work', maxDeliveryCount: 2 }],
};

async function startProcess(directory: string, port = 0) {
  const child = spawn(process.execPath, [join(__dirname, 'bus-process.cjs'), JSON.stringify({ ...settings, directory, port })], {
    stdio: ['ignore', 'pipe', process.env.SHOW_LOG ? 'inherit' : 'ignore', 'ipc'],
  });
  atEnd(() => kill(child));
  if (!child.stdout) throw new Error('The bus process has no stdout.');
  const [connectionString] = await once(createInterface(child.stdout), 'line');
  return { child, connectionString: String(connectionString), port: Number(/:(\d+);/.exec(connectionString)?.[1]) };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function drain(receiver: ServiceBusReceiver): Promise<unknown[]> {
  const all: unknown[] = [];
  for (;;) {
    const messages = await receive(receiver, 500, 200);
    if (messages.length === 0) return all;
    all.push(...bodies(messages));
    await Promise.all(messages.map((message) => receiver.completeMessage(message)));
  }
}

test('kill -9 during sends and settlements loses nothing acknowledged and brings nothing completed back', async () => {
  const directory = temporaryFolder();
  const first = await startProcess(directory);
  const client = connect(first.connectionString, { maxRetries: 0, timeoutInMs: 1000 });
  const [sender, receiver] = [client.createSender('events'), client.createReceiver('events', 'all')];
  await receive(client.createReceiver('events', 'mine'), 1, 50); // creates the subscription
  const acknowledged: number[] = [];
  const completed: number[] = [];
  const unclear: number[] = [];

  const sending = (async () => {
    for (let body = 0; ; body++) {
      unclear.push(body);
      await sender.sendMessages({ body, messageId: `m${body}` });
      acknowledged.push(body);
      unclear.pop();
      if (body === 300) void kill(first.child);
    }
  })().catch(() => undefined);
  const completing = (async () => {
    for (;;) {
      for (const message of await receive(receiver, 5, 1000)) {
        unclear.push(message.body);
        await receiver.completeMessage(message);
        completed.push(message.body);
        unclear.splice(unclear.indexOf(message.body), 1);
      }
    }
  })().catch(() => undefined);
  await Promise.all([sending, completing]);
  expect(completed.length).toBeGreaterThan(0);

  const second = await startProcess(directory, first.port);
  expect(second.connectionString).toBe(first.connectionString);
  const again = connect(second.connectionString);
  const left = await drain(again.createReceiver('events', 'all'));
  const certain = (numbers: unknown[]) => numbers.filter((body) => !unclear.includes(body as number));
  expect(certain(left)).toEqual(certain(acknowledged).filter((body) => !completed.includes(body as number)));
  expect(certain(await drain(again.createReceiver('events', 'mine')))).toEqual(certain(acknowledged));
}, 30_000);

test('a restart keeps sessions, their state, delivery counts, dead letters, created subscriptions and remembered message ids', async () => {
  const directory = temporaryFolder();
  const first = await startProcess(directory);
  const client = connect(first.connectionString);
  const [events, work] = [client.createSender('events'), client.createSender('work')] as const;
  await receive(client.createReceiver('events', 'mine'), 1, 50);
  await events.sendMessages({ body: 1, sessionId: 'a', messageId: 'one' });
  await (await client.acceptSession('events', 'ordered', 'a')).setSessionState({ done: 5 });
  const receiver = client.createReceiver('work');
  await work.sendMessages({ body: 'dies' });
  await receiver.deadLetterMessage(await receiveOne(receiver), { deadLetterReason: 'schema', deadLetterErrorDescription: 'broken' });
  await work.sendMessages({ body: 'tried' });
  await receiver.abandonMessage(await receiveOne(receiver), { note: 'again' });
  await receiveOne(receiver); // locked when the bus dies
  await kill(first.child);

  const again = connect((await startProcess(directory)).connectionString);
  await again.createSender('events').sendMessages({ body: 2, sessionId: 'a', messageId: 'one' });
  const session = await again.acceptSession('events', 'ordered', 'a');
  expect(await session.getSessionState()).toEqual({ done: 5 });
  const [kept, ...none] = await receive(session, 5);
  expect(kept).toMatchObject({ body: 1, messageId: 'one' });
  expect(none).toEqual([]);
  expect(await receiveOne(again.createReceiver('events', 'mine'))).toMatchObject({ body: 1 });
  expect(await receiveOne(again.createReceiver('work', { subQueueType: 'deadLetter' }))).toMatchObject({
    body: 'dies',
    deadLetterReason: 'schema',
  });
  const retried = await receiveOne(again.createReceiver('work'));
  expect(retried).toMatchObject({ body: 'tried', deliveryCount: 1, applicationProperties: { note: 'again' } });
  expect(retried.sequenceNumber?.toNumber()).toBe(2);
});

test('a torn last line is cut off; damage before it stops the start with the place', async () => {
  const directory = temporaryFolder();
  const journal = join(directory, 'journal.jsonl');
  const first = await startBus(settings, { directory });
  await connect(first.connectionString).createSender('work').sendMessages({ body: 'kept' });
  await first.close();
  const lines = readFileSync(journal, 'utf8');
  appendFileSync(journal, lines.slice(0, 40));
  const second = await startBus(settings, { directory });
  const client = connect(second.connectionString);
  await client.createSender('work').sendMessages({ body: 'new' });
  expect(bodies(await receive(client.createReceiver('work'), 5))).toEqual(['kept', 'new']);
  await second.close();
  writeFileSync(journal, `garbage\n${lines}`);
  await expect(startBus(settings, { directory })).rejects.toThrow(/journal\.jsonl: the line at byte 0 is damaged/);
});

test('neither the journal nor the memory keeps what was received: the file is compacted while it grows', async () => {
  const directory = temporaryFolder();
  const bus = await startBus({ topics: [], queues: [{ name: 'work', duplicateDetectionMs: 1 }] }, { directory });
  const client = connect(bus.connectionString);
  const [sender, receiver] = [client.createSender('work'), client.createReceiver('work', { receiveMode: 'receiveAndDelete' })];
  for (let round = 0; round < 20; round++) {
    await sender.sendMessages({ body: 'x'.repeat(1000 * 1000) }); // 1.3 MB in the journal; 26 MB in all
    await receiveOne(receiver);
  }
  expect(statSync(join(directory, 'journal.jsonl')).size).toBeLessThan(12 * 1024 * 1024);
  await bus.close();
  await (await startBus({ topics: [], queues: [{ name: 'work' }] }, { directory })).close();
  expect(statSync(join(directory, 'journal.jsonl')).size).toBeLessThan(1000);
});

test('a closed bus leaves nothing running: its process ends by itself, with clients still connected', async () => {
  const { child, connectionString } = await startProcess(temporaryFolder());
  const client = connect(connectionString, { maxRetries: 0, timeoutInMs: 1000 });
  await client.createSender('work').sendMessages({ body: 1 });
  await receiveOne(client.createReceiver('work')); // its lock has a timer
  const exited = once(child, 'exit');
  child.send('close');
  expect(await exited).toEqual([0, null]);
});
