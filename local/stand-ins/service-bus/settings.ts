/** What a caller says about the local Service Bus, with the real service's defaults. */

export interface SubscriptionSettings {
  readonly name: string;
  readonly requiresSession?: boolean;
  /** How long a received message or an accepted session stays locked; the service's default is one minute. */
  readonly lockDurationMs?: number;
  /** Deliveries before a message goes to the dead-letter queue; the service's default is ten. */
  readonly maxDeliveryCount?: number;
}

export interface QueueSettings extends SubscriptionSettings {
  readonly duplicateDetectionMs?: number;
}

export interface TopicSettings {
  readonly name: string;
  readonly subscriptions: readonly SubscriptionSettings[];
  readonly duplicateDetectionMs?: number;
}

export interface EntitySettings {
  readonly topics: readonly TopicSettings[];
  readonly queues?: readonly QueueSettings[];
}

export const defaultLockDurationMs = 60_000;
export const defaultMaxDeliveryCount = 10;

/** Longer than any retry of a publisher in this product (events.md 6.2); the real service's own default is ten minutes. */
export const defaultDuplicateDetectionMs = 60 * 60 * 1000;

/** The service's default time to live on the Standard tier. */
export const messageLifetimeMs = 14 * 24 * 60 * 60 * 1000;

/** 1 MiB, as on the Premium tier; batches count as one message. */
export const maxMessageBytes = 1024 * 1024;

/** What one queue or subscription may hold before sends are refused: it bounds the memory of a stand-in that nobody drains. */
export const maxEntityBytes = 256 * 1024 * 1024;

/** The service's rule for names of subscriptions: 1-50 characters, starting and ending with a letter or digit. */
export const subscriptionNamePattern = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,48}[A-Za-z0-9])?$/;
