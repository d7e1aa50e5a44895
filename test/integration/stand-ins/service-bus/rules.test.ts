import type { CorrelationRuleFilter, ServiceBusRuleManager, SqlRuleFilter } from '@azure/service-bus';
import { bodies, connect, receive, receiveOne, startBus, temporaryFolder } from './bus';

const settings = {
  topics: [{ name: 'events', subscriptions: [{ name: 'all' }, { name: 'some' }, { name: 'ordered', requiresSession: true }] }],
  queues: [{ name: 'work' }],
};

async function setUp() {
  const bus = await startBus(settings);
  const client = connect(bus.connectionString);
  return { client, sender: client.createSender('events'), rules: client.createRuleManager('events', 'some') };
}

async function replaceRules(manager: ServiceBusRuleManager, ...filters: (SqlRuleFilter | CorrelationRuleFilter)[]) {
  await manager.deleteRule('$Default');
  for (const [index, filter] of filters.entries()) await manager.createRule(`rule${index}`, filter);
}

async function rulesIn(manager: ServiceBusRuleManager) {
  const found = [];
  for await (const rule of manager.listRules()) if (rule) found.push({ name: rule.name, filter: rule.filter }); // the SDK gives undefined for "none"
  return found;
}

test('a new subscription has the rule $Default, which selects everything', async () => {
  const { client, sender } = await setUp();
  const receiver = client.createReceiver('events', 'mine');
  await receive(receiver, 1, 50);
  expect(await rulesIn(client.createRuleManager('events', 'mine'))).toEqual([{ name: '$Default', filter: { sqlExpression: '1=1' } }]);
  await sender.sendMessages({ body: 1 });
  expect(await receiveOne(receiver)).toMatchObject({ body: 1 });
});

test('an SQL rule selects by application properties of every type and by system properties; other subscriptions get everything', async () => {
  const { client, sender, rules } = await setUp();
  await replaceRules(rules, {
    sqlExpression:
      "isTerminal = TRUE AND attempt > 1 AND ratio < 0.75 AND at >= 1700000000000 AND sys.Label LIKE 'Migration%' AND sys.SessionId = 's1'",
  });
  const wanted = {
    body: 'wanted',
    subject: 'MigrationEnded',
    sessionId: 's1',
    applicationProperties: { isTerminal: true, attempt: 2, ratio: 0.5, at: new Date() },
  };
  await sender.sendMessages([
    { ...wanted, body: 'not terminal', applicationProperties: { ...wanted.applicationProperties, isTerminal: false } },
    { ...wanted, body: 'other label', subject: 'Other' },
    { ...wanted, body: 'other session', sessionId: 's2' },
    { body: 'nothing', sessionId: 's1' },
    wanted,
  ]);
  expect(bodies(await receive(client.createReceiver('events', 'some'), 10))).toEqual(['wanted']);
  expect(bodies(await receive(client.createReceiver('events', 'all'), 10))).toHaveLength(5);
});

test('a correlation rule selects what is equal in all that it names', async () => {
  const { client, sender, rules } = await setUp();
  const filter: CorrelationRuleFilter = {
    correlationId: 'c1',
    subject: 'S',
    contentType: 'text/plain',
    applicationProperties: { state: 'Failed', attempt: 2, isTerminal: true },
  };
  await replaceRules(rules, filter);
  const matching = {
    body: 'yes',
    correlationId: 'c1',
    subject: 'S',
    contentType: 'text/plain',
    applicationProperties: { state: 'Failed', attempt: 2, isTerminal: true, more: 1 },
  };
  await sender.sendMessages([
    { ...matching, body: 'case', subject: 's' },
    { ...matching, body: 'number', applicationProperties: { ...matching.applicationProperties, attempt: '2' } },
    { ...matching, body: 'none', correlationId: undefined },
    matching,
  ]);
  expect(bodies(await receive(client.createReceiver('events', 'some'), 10))).toEqual(['yes']);
  expect(await rulesIn(rules)).toEqual([{ name: 'rule0', filter: expect.objectContaining(filter) }]);
});

test('rules are ORed: a message that two of them select comes once, and without rules nothing comes', async () => {
  const { client, sender, rules } = await setUp();
  await replaceRules(rules, { sqlExpression: 'a = 1' }, { sqlExpression: 'b = 1' });
  await sender.sendMessages([
    { body: 'a', applicationProperties: { a: 1 } },
    { body: 'both', applicationProperties: { a: 1, b: 1 } },
    { body: 'b', applicationProperties: { b: 1 } },
    { body: 'none' },
  ]);
  const receiver = client.createReceiver('events', 'some', { receiveMode: 'receiveAndDelete' });
  expect(bodies(await receive(receiver, 10))).toEqual(['a', 'both', 'b']);
  await rules.deleteRule('rule0');
  await rules.deleteRule('rule1');
  expect(await rulesIn(rules)).toEqual([]);
  await sender.sendMessages({ body: 'lost', applicationProperties: { a: 1, b: 1 } });
  expect(await receive(receiver, 1, 100)).toEqual([]);
});

test('a message without a session that no rule selects does not go to the dead letters of a session subscription', async () => {
  const { client, sender } = await setUp();
  await replaceRules(client.createRuleManager('events', 'ordered'), { sqlExpression: "state = 'x'" });
  await sender.sendMessages({ body: 1 });
  expect(await receive(client.createReceiver('events', 'ordered', { subQueueType: 'deadLetter' }), 1, 100)).toEqual([]);
});

test('rules outlive kill and compaction, and the removed $Default stays removed', async () => {
  const directory = temporaryFolder();
  const first = await startBus(settings, { directory });
  const client = connect(first.connectionString);
  await replaceRules(
    client.createRuleManager('events', 'some'),
    { sqlExpression: 'a = 1' },
    { applicationProperties: { at: new Date(5), big: 2 ** 40 } },
  );
  await first.close();
  for (let restart = 0; restart < 2; restart++) {
    const bus = await startBus(settings, { directory }); // each start compacts
    const again = connect(bus.connectionString);
    expect(await rulesIn(again.createRuleManager('events', 'some'))).toMatchObject([
      { name: 'rule0', filter: { sqlExpression: 'a = 1' } },
      { name: 'rule1', filter: { applicationProperties: { at: new Date(5), big: 2 ** 40 } } },
    ]);
    await again
      .createSender('events')
      .sendMessages([
        { body: 'no' },
        { body: 'sql', applicationProperties: { a: 1 } },
        { body: 'correlation', applicationProperties: { at: new Date(5), big: 2 ** 40 } },
      ]);
    const receiver = again.createReceiver('events', 'some', { receiveMode: 'receiveAndDelete' });
    expect(bodies(await receive(receiver, 10))).toEqual(['sql', 'correlation']);
    await bus.close();
  }
});

test('what is wrong with a rule is said, and nothing changes', async () => {
  const { client, rules } = await setUp();
  await expect(rules.createRule('bad', { sqlExpression: "state = 'x" })).rejects.toThrow(/SQL filter expression .* is not valid/);
  await expect(rules.createRule('bad', { sqlExpression: 'sys.Size > 5' })).rejects.toThrow(/not by 'Size'/);
  await expect(rules.createRule('action', { sqlExpression: '1=1' }, { sqlExpression: 'SET a = 1' })).rejects.toThrow(
    /does not support rules with an action/,
  );
  await expect(rules.createRule('$default', { sqlExpression: '1=1' })).rejects.toMatchObject({ code: 'MessagingEntityAlreadyExists' });
  await expect(rules.createRule('a/b', { sqlExpression: '1=1' })).rejects.toThrow(/no name for a rule/);
  await expect(rules.deleteRule('nope')).rejects.toMatchObject({ code: 'MessagingEntityNotFound' });
  expect(await rulesIn(rules)).toHaveLength(1);
  await expect(client.createRuleManager('work', 'x').createRule('r', { sqlExpression: '1=1' })).rejects.toMatchObject({
    code: 'MessagingEntityNotFound',
  });
});
