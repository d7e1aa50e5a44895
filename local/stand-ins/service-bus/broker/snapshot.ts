/** What a compacted journal holds: the bus as it is now, as transactions that rebuild it in this order. */
import type { Message } from '../amqp/message';
import type { JournalRecord } from '../journal/records';
import { defaultRuleName, encodeDescription, isAsAtBirth } from '../rules/rule';
import type { EntitySettings } from '../settings';
import type { Entities } from './entities';
import type { Entry } from './entry';
import type { Queue } from './queue';

export function* snapshot(entities: Entities, settings: EntitySettings): Generator<JournalRecord[]> {
  const configured = new Set(
    settings.topics.flatMap(({ name, subscriptions }) => subscriptions.map((own) => `${name}/Subscriptions/${own.name}`)),
  );
  for (const topic of entities.destinations().filter(({ isTopic }) => isTopic)) {
    for (const { name: path } of topic.queues) {
      if (!configured.has(path)) yield [{ kind: 'subscription', topic: topic.name, name: path.slice(path.lastIndexOf('/') + 1) }];
    }
  }
  for (const queue of entities.queues()) yield [{ kind: 'sequence', queue: queue.name, last: queue.lastSequence() }];
  for (const { name, rules } of entities.queues()) {
    if (!rules || isAsAtBirth(rules)) continue;
    const kept = [...rules.values()].map((rule) => ({ name: rule.name, description: encodeDescription(rule.description) }));
    yield [
      { kind: 'ruleRemoved', queue: name, name: defaultRuleName },
      ...kept.map((rule) => ({ kind: 'rule' as const, queue: name, ...rule })),
    ];
  }
  for (const { name, scheduled } of entities.destinations()) {
    yield [{ kind: 'scheduledSequence', entity: name, last: scheduled.lastSequence() }];
    for (const { sequence, dueAt, message } of scheduled.all())
      yield [{ kind: 'scheduled', entity: name, sequence, dueAt, body: message.raw }];
  }
  for (const { name, duplicates } of entities.destinations()) {
    for (const [messageId, at] of duplicates.entries()) yield [{ kind: 'accepted', entity: name, messageId, at }];
  }
  for (const queue of entities.queues()) {
    for (const [session, state] of queue.sessionStates) yield [{ kind: 'sessionState', queue: queue.name, session, state }];
  }
  for (const [message, copies] of copiesByMessage(entities)) {
    const at = copies[0]?.entry.enqueuedAt ?? 0;
    yield [{ kind: 'message', at, body: message.raw, copies: copies.map(storedCopy) }];
  }
}

interface Copy {
  readonly queue: Queue;
  readonly entry: Entry;
}

/** The copies of one message in several subscriptions share its bytes, in memory and in the file. */
function copiesByMessage(entities: Entities): Map<Message, Copy[]> {
  const copies = new Map<Message, Copy[]>();
  for (const queue of entities.queues()) {
    for (const entry of queue.entries()) {
      const known = copies.get(entry.message);
      if (known) known.push({ queue, entry });
      else copies.set(entry.message, [{ queue, entry }]);
    }
  }
  return copies;
}

const storedCopy = ({ queue, entry }: Copy) => ({
  queue: queue.name,
  sequence: entry.sequence,
  deliveryCount: entry.deliveryCount,
  expiresAt: Number.isFinite(entry.expiresAt) ? entry.expiresAt : null,
  ...(entry.isDeferred ? { isDeferred: true } : {}),
});
