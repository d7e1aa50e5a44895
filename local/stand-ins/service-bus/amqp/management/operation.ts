/** What the operations of $management have in common: what they are given, and how the fields of a request are read. */
import type { Broker } from '../../broker/broker';
import type { Destination } from '../../broker/entities';
import type { Queue } from '../../broker/queue';
import type { Response } from '../request-response';

export type Fields = Record<string, unknown>;

/** The entity whose $management was asked: a topic is a destination only, a subscription a queue only, a queue both. */
export interface ManagedEntity {
  readonly path: string;
  readonly queue?: Queue;
  readonly destination?: Destination;
}

export type QueueOperation = (broker: Broker, queue: Queue, fields: Fields) => Response;
export type DestinationOperation = (broker: Broker, destination: Destination, fields: Fields) => Response;

export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** AMQP longs arrive as numbers, or as bytes when they are too large for one. */
export const numberOf = (value: unknown): number => (Buffer.isBuffer(value) ? Number(value.readBigInt64BE()) : Number(value ?? 0));

/** An array of one element may arrive as the element. */
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]);

export const sessionOf = (fields: Fields): string => String(fields['session-id'] ?? '');
