// Every event that migrations produce on their ways through the states is valid by the schema that it names.
import { ServiceBusClient } from '@azure/service-bus';
import { migrationError } from '../../../shared/domain/error-codes';
import { type CloudEventJson, eventTypes } from '../../../shared/domain/events';
import { flushOutbox } from '../../../shared/events/flush-outbox';
import { recordOutcome } from '../../../shared/migrations/record-outcome';
import { cleanUpItem, cleanUpKey, recordCleanUp, recordFates } from '../../../shared/state/clean-up-ledger';
import { requestCancel, seal } from '../../../shared/state/control';
import { setDatabaseState } from '../../../shared/state/databases';
import { decideOpenOverwrite } from '../../../shared/state/decide';
import { transact } from '../../../shared/state/transact';
import { closeWait, openWait } from '../../../shared/state/waits';
import { useLocalAzure } from '../../support/local-azure';
import { existingDatabase, type StoredMigration, storeMigration } from '../../support/migration-store';
import { envelopeProblems, publishedProblems, schemaNameOf, strictProblems } from '../../unit/events/event-validator';

const standIns = useLocalAzure();

async function received(stored: StoredMigration): Promise<CloudEventJson[]> {
  await flushOutbox(stored.id);
  const { serviceBus, serviceBusTopic } = standIns().ready;
  const client = new ServiceBusClient(serviceBus);
  try {
    const receiver = await client.acceptSession(serviceBusTopic, 'ordered', stored.id);
    return (await receiver.peekMessages(100)).map(({ body }) => body);
  } finally {
    await client.close();
  }
}

async function expectValid(stored: StoredMigration, types: string[]): Promise<CloudEventJson[]> {
  const events = await received(stored);
  expect(events.map(({ type }) => type)).toEqual(types);
  for (const event of events) {
    expect(envelopeProblems(event)).toEqual([]);
    expect({ event: event.type, problems: publishedProblems(schemaNameOf(event), event.data) }).toEqual({
      event: event.type,
      problems: [],
    });
    expect({ event: event.type, problems: strictProblems(schemaNameOf(event), event.data) }).toEqual({ event: event.type, problems: [] });
  }
  return events;
}

const { migrationStatusChanged, databaseStatusChanged, overwriteApprovalRequested, overwriteApprovalDecided, cleanupCompleted } =
  eventTypes;

test('an approved migration with one failed database, and a clean-up that ends later', async () => {
  const stored = await storeMigration(['a', 'b']);
  const item = cleanUpItem(stored.id, 'secret', 'm-secret');
  await recordCleanUp(item);
  await openWait(stored.id, 0, { kind: 'overwrite', databases: [{ ...existingDatabase('a'), lastActivity: new Date().toISOString() }] });
  await transact(stored.partition, (rows) => decideOpenOverwrite(rows, stored.id, { decision: 'overwrite', by: 'dba@example.com' }));
  await setDatabaseState(stored.id, 0, 'InProgress');
  await setDatabaseState(stored.id, 0, 'Succeeded');
  await setDatabaseState(
    stored.id,
    1,
    'Failed',
    migrationError('COPY_FAILED', 'The copy of "public"."t" broke off.', { objects: ['"public"."t"'] }),
  );
  await seal(stored.id, undefined);
  await recordOutcome(stored.id);
  await recordFates(stored.id, [{ key: cleanUpKey(item.kind, item.name), fate: 'removed' }]);
  await recordOutcome(stored.id);
  const events = await expectValid(stored, [
    migrationStatusChanged,
    migrationStatusChanged,
    overwriteApprovalRequested,
    overwriteApprovalDecided,
    migrationStatusChanged,
    databaseStatusChanged,
    databaseStatusChanged,
    databaseStatusChanged,
    migrationStatusChanged,
    migrationStatusChanged,
    cleanupCompleted,
  ]);
  expect(events.at(-2)?.data).toMatchObject({ state: 'Failed', isTerminal: true, cleanup: 'Pending', error: { code: 'DATABASE_FAILED' } });
});

test('a migration that is cancelled while it waits', async () => {
  const stored = await storeMigration(['a']);
  await openWait(stored.id, 0, { kind: 'overwrite', databases: [existingDatabase('a')] });
  await transact(stored.partition, (rows) => requestCancel(rows, stored.id, 'operator'));
  await seal(stored.id, undefined);
  await recordOutcome(stored.id);
  await expectValid(stored, [
    migrationStatusChanged,
    migrationStatusChanged,
    overwriteApprovalRequested,
    overwriteApprovalDecided,
    migrationStatusChanged,
    databaseStatusChanged,
    migrationStatusChanged,
  ]);
});

test('a clean-up that is complete in time is told with all its things right before the end, which stays the last event', async () => {
  const stored = await storeMigration(['a']);
  const item = cleanUpItem(stored.id, 'firewallRule', `/subscriptions/s/pgflex-${stored.id}`);
  await recordCleanUp(item);
  await recordFates(stored.id, [{ key: item.key, fate: 'removed' }]);
  await seal(stored.id, undefined);
  await recordOutcome(stored.id);
  const events = await expectValid(stored, [
    migrationStatusChanged,
    migrationStatusChanged,
    databaseStatusChanged,
    cleanupCompleted,
    migrationStatusChanged,
  ]);
  expect(events.at(-2)?.data).toMatchObject({ isTerminal: false, items: [{ kind: 'firewallRule', name: item.name, fate: 'removed' }] });
  expect(events.at(-1)?.data).toMatchObject({ isTerminal: true, cleanup: 'Completed' });
});

test('a migration whose approval expires', async () => {
  const stored = await storeMigration(['a']);
  const opened = await openWait(stored.id, 0, { kind: 'overwrite', databases: [existingDatabase('a')] });
  if (opened.kind !== 'open') throw new Error('The wait should be open.');
  await closeWait(stored.id, opened.wait.waitId, true);
  await seal(stored.id, undefined);
  await recordOutcome(stored.id);
  const events = await received(stored);
  expect(events.find(({ type }) => type === overwriteApprovalDecided)?.data).toMatchObject({ outcome: { kind: 'expired' } });
  for (const event of events) expect(strictProblems(schemaNameOf(event), event.data)).toEqual([]);
});

test('a subscriber filters by the properties of the messages: rules on a subscription of its own', async () => {
  const { serviceBus, serviceBusTopic } = standIns().ready;
  const client = new ServiceBusClient(serviceBus);
  try {
    const receiver = client.createReceiver(serviceBusTopic, 'failures', { receiveMode: 'receiveAndDelete' });
    expect(await receiver.peekMessages(1)).toEqual([]); // creates the subscription
    const rules = client.createRuleManager(serviceBusTopic, 'failures');
    await rules.createRule('ended', {
      sqlExpression: "severity = 'error' AND isTerminal = TRUE AND eventType LIKE 'PgMigration.MigrationStatus%'",
    });
    await rules.createRule('database', {
      subject: databaseStatusChanged,
      applicationProperties: { severity: 'error', schemaVersion: '1' },
    });
    await rules.deleteRule('$Default');
    const stored = await storeMigration(['a']);
    await setDatabaseState(stored.id, 0, 'InProgress');
    await setDatabaseState(stored.id, 0, 'Failed', migrationError('COPY_FAILED', 'It broke off.'));
    await seal(stored.id, undefined);
    await recordOutcome(stored.id);
    await flushOutbox(stored.id);
    const messages = await receiver.receiveMessages(10, { maxWaitTimeInMs: 500 });
    expect(messages.map(({ subject }) => subject)).toEqual([databaseStatusChanged, migrationStatusChanged]);
    const subscriptionId = (await stored.record()).target.subscriptionId;
    expect(messages.map(({ applicationProperties }) => applicationProperties?.subscriptionId)).toEqual([subscriptionId, subscriptionId]);
  } finally {
    await client.close();
  }
});
