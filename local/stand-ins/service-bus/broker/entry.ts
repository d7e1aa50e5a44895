/** One copy of a message in one queue. */
import type { Message } from '../amqp/message';

export interface Entry {
  readonly sequence: number;
  readonly enqueuedAt: number;
  /** Infinity in dead-letter queues. */
  readonly expiresAt: number;
  /** Earlier deliveries that did not end in a settlement. */
  readonly deliveryCount: number;
  /** Set aside by a receiver: only who knows its sequence number gets it. */
  readonly isDeferred?: boolean;
  readonly message: Message;
}
