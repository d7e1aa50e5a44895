/** Makes the broker: its state is what the journal says, and a transaction goes into the journal first and is applied after. */
import { parseMessage } from '../amqp/message';
import { type Journal, openJournal } from '../journal/journal';
import type { JournalRecord } from '../journal/records';
import { createRule, decodeDescription } from '../rules/rule';
import type { EntitySettings } from '../settings';
import type { Broker } from './broker';
import { deliverAvailable } from './deliver';
import { createDueClock } from './due-clock';
import { createEntities, type Entities } from './entities';
import type { Queue } from './queue';
import { endSessionHold, returnExpiredLock } from './settle';
import { snapshot } from './snapshot';

/** Expired messages are skipped on delivery anyway; the sweep only frees what nobody receives. */
const sweepIntervalMs = 60_000;

export function createBroker(directory: string, settings: EntitySettings, log: (line: string) => void): Broker {
  const entities: Entities = createEntities(settings, {
    onLockExpired: (queue, lock) => guarded(() => returnExpiredLock(broker, queue, lock)),
    onSessionExpired: (queue, holder) => guarded(() => endSessionHold(broker, queue, holder, 'expired')),
  });
  const journal: Journal = openJournal(directory, (records) => {
    for (const record of records) apply(entities, record);
  });
  const scheduled = new Set<Queue>();

  /** For what no client waits for: an error (the journal's disk is full) leaves the state as it was, and a restart brings everything back. */
  function guarded(action: () => void): boolean {
    try {
      action();
      return true;
    } catch (error) {
      log(`service-bus: a change could not be made: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }

  const broker: Broker = {
    entities,
    commit(records) {
      journal.append(records);
      for (const record of records) {
        for (const queue of apply(entities, record)) deliverSoon(queue);
      }
      if (records.some(({ kind }) => kind === 'scheduled')) dueClock.arm();
      if (journal.isGrown()) guarded(() => journal.compact(snapshot(entities, settings)));
    },
    openQueue(path) {
      const missing = entities.missingSubscription(path);
      if (missing) {
        broker.commit([{ kind: 'subscription', ...missing }]);
        log(`service-bus: subscription '${missing.name}' of topic '${missing.topic}' created`);
      }
      return entities.queue(path);
    },
    deliver: (queue) => deliverAvailable(broker, queue),
    close() {
      clearInterval(sweeper);
      dueClock.stop();
      for (const queue of entities.queues()) {
        queue.locks.stop();
        queue.sessions.stop();
      }
      journal.close();
    },
  };

  /** One delivery round per tick and queue, after the transaction that made messages available has returned. */
  function deliverSoon(queue: Queue): void {
    if (queue.consumers.size + queue.waiters.size === 0 || scheduled.has(queue)) return;
    scheduled.add(queue);
    queueMicrotask(() => {
      scheduled.delete(queue);
      guarded(() => broker.deliver(queue));
    });
  }

  function sweep(): void {
    const now = Date.now();
    for (const queue of entities.queues()) {
      const expired = queue.expired(now).map(({ sequence }) => ({ kind: 'removed', queue: queue.name, sequence }) as const);
      if (expired.length > 0) broker.commit(expired);
    }
  }

  const dueClock = createDueClock(broker, guarded);
  journal.compact(snapshot(entities, settings));
  dueClock.arm();
  const sweeper = setInterval(() => guarded(sweep), sweepIntervalMs).unref();
  return broker;
}

/** Applies one record, the same way live and on replay, and says which queues may have something to deliver. */
function apply(entities: Entities, record: JournalRecord): Queue[] {
  switch (record.kind) {
    case 'subscription':
      entities.addSubscription(record.topic, { name: record.name });
      return [];
    case 'accepted':
      entities.destination(record.entity)?.duplicates.remember(record.messageId, record.at);
      return [];
    case 'message': {
      const message = parseMessage(record.body);
      return record.copies.flatMap(({ queue: path, expiresAt, ...copy }) => {
        const queue = entities.queue(path); // undefined: the configuration no longer has this entity
        queue?.add({ ...copy, enqueuedAt: record.at, expiresAt: expiresAt ?? Number.POSITIVE_INFINITY, message });
        return queue ? [queue] : [];
      });
    }
    case 'removed':
      entities.queue(record.queue)?.drop(record.sequence);
      return [];
    case 'returned':
    case 'deferred': {
      const queue = entities.queue(record.queue);
      const entry = queue?.find(record.sequence);
      if (!queue || !entry) return [];
      const change = record.kind === 'deferred' ? { isDeferred: true } : { deliveryCount: record.deliveryCount };
      queue.giveBack({ ...entry, ...change, message: record.body ? parseMessage(record.body) : entry.message });
      return [queue];
    }
    case 'scheduled':
      entities.destination(record.entity)?.scheduled.add({
        sequence: record.sequence,
        dueAt: record.dueAt,
        message: parseMessage(record.body),
      });
      return [];
    case 'unscheduled':
      entities.destination(record.entity)?.scheduled.remove(record.sequence);
      return [];
    case 'scheduledSequence':
      entities.destination(record.entity)?.scheduled.skipTo(record.last);
      return [];
    case 'rule':
      entities.queue(record.queue)?.rules?.set(record.name.toLowerCase(), createRule(record.name, decodeDescription(record.description)));
      return [];
    case 'ruleRemoved':
      entities.queue(record.queue)?.rules?.delete(record.name.toLowerCase());
      return [];
    case 'sessionState': {
      const states = entities.queue(record.queue)?.sessionStates;
      if (record.state) states?.set(record.session, record.state);
      else states?.delete(record.session);
      return [];
    }
    case 'sequence':
      entities.queue(record.queue)?.skipTo(record.last);
      return [];
  }
}
