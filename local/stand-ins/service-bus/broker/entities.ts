/** The topics, queues and subscriptions of the namespace, found by the paths that clients use (which know no upper and lower case). */
import { notFound } from '../fault';
import { defaultDuplicateDetectionMs, type EntitySettings, type SubscriptionSettings, subscriptionNamePattern } from '../settings';
import { createDuplicates, type Duplicates } from './duplicates';
import { createQueue, type Queue, type QueueEvents } from './queue';
import { createScheduledMessages, type ScheduledMessages } from './scheduled-messages';

/** What messages are sent to. */
export interface Destination {
  readonly name: string;
  readonly isTopic: boolean;
  readonly duplicates: Duplicates;
  /** The queue itself, or the topic's subscriptions. */
  readonly queues: Queue[];
  readonly scheduled: ScheduledMessages;
}

export interface Entities {
  destination(path: string): Destination | undefined;
  /** A queue, subscription or dead-letter queue. */
  queue(path: string): Queue | undefined;
  /** The subscription that a path means, if its topic exists and it does not. */
  missingSubscription(path: string): { topic: string; name: string } | undefined;
  addSubscription(topic: string, settings: SubscriptionSettings): void;
  destinations(): Destination[];
  queues(): Queue[];
}

const subscriptionPath = /^([^/]+)\/subscriptions\/([^/]+)(?:\/\$deadletterqueue)?$/i;

export function createEntities(settings: EntitySettings, events: QueueEvents): Entities {
  const destinations = new Map<string, Destination>();
  const queues = new Map<string, Queue>();
  const key = (path: string) => path.toLowerCase();

  function addQueue(path: string, queueSettings: SubscriptionSettings, isSubscription: boolean): Queue {
    const queue = createQueue(path, { ...queueSettings, isSubscription }, events);
    queues.set(key(path), queue);
    if (queue.deadLetters) queues.set(key(queue.deadLetters.name), queue.deadLetters);
    return queue;
  }

  function addDestination(name: string, isTopic: boolean, windowMs: number | undefined, own: Queue[]): void {
    if (destinations.has(key(name))) throw new Error(`Service Bus entity '${name}' is configured twice.`);
    const duplicates = createDuplicates(windowMs ?? defaultDuplicateDetectionMs);
    destinations.set(key(name), { name, isTopic, duplicates, queues: own, scheduled: createScheduledMessages() });
  }

  for (const queue of settings.queues ?? [])
    addDestination(queue.name, false, queue.duplicateDetectionMs, [addQueue(queue.name, queue, false)]);
  for (const topic of settings.topics) {
    const subscriptions = topic.subscriptions.map((subscription) =>
      addQueue(`${topic.name}/Subscriptions/${subscription.name}`, subscription, true),
    );
    addDestination(topic.name, true, topic.duplicateDetectionMs, subscriptions);
  }

  return {
    destination: (path) => destinations.get(key(path)),
    queue: (path) => queues.get(key(path)),
    missingSubscription(path) {
      const [, topicName, name] = subscriptionPath.exec(path) ?? [];
      const topic = topicName === undefined ? undefined : destinations.get(key(topicName));
      if (!topic?.isTopic || name === undefined || queues.has(key(`${topic.name}/Subscriptions/${name}`))) return undefined;
      if (subscriptionNamePattern.test(name)) return { topic: topic.name, name };
      const rule = '1-50 letters, digits, periods, hyphens and underscores, starting and ending with a letter or digit';
      throw notFound(path, ` It can't be created, because '${name}' is not a valid name for a subscription: ${rule}.`);
    },
    addSubscription(topicName, subscription) {
      const topic = destinations.get(key(topicName));
      const path = `${topicName}/Subscriptions/${subscription.name}`;
      if (topic?.isTopic && !queues.has(key(path))) topic.queues.push(addQueue(path, subscription, true));
    },
    destinations: () => [...destinations.values()],
    queues: () => [...queues.values()],
  };
}
