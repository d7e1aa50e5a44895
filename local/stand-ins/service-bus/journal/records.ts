/** The records of the journal: every durable change of the bus. One line of the file is an array of them and applies as a whole or not at all. */
import { z } from 'zod';

const bytes = z.string().transform((text): Buffer => Buffer.from(text, 'base64'));
const sequence = z.number().int().positive();

const recordSchema = z.discriminatedUnion('kind', [
  /** A subscription that was created at its first attach. */
  z.object({ kind: z.literal('subscription'), topic: z.string(), name: z.string() }),
  /** One accepted message and where its copies went. `expiresAt: null` never expires. */
  z.object({
    kind: z.literal('message'),
    at: z.number(),
    body: bytes,
    copies: z.array(
      z.object({
        queue: z.string(),
        sequence,
        deliveryCount: z.number().int(),
        expiresAt: z.number().nullable(),
        isDeferred: z.boolean().optional(),
      }),
    ),
  }),
  /** A message id that duplicate detection remembers. */
  z.object({ kind: z.literal('accepted'), entity: z.string(), messageId: z.string(), at: z.number() }),
  /** A message that was completed, expired, or moved on. */
  z.object({ kind: z.literal('removed'), queue: z.string(), sequence }),
  /** A message that goes back to be delivered again, possibly with changed properties. */
  z.object({ kind: z.literal('returned'), queue: z.string(), sequence, deliveryCount: z.number().int(), body: bytes.optional() }),
  /** A message that is only handed out to who asks for its sequence number, possibly with changed properties. */
  z.object({ kind: z.literal('deferred'), queue: z.string(), sequence, body: bytes.optional() }),
  /** A message that waits for its time; `entity` is the topic or queue that it was sent to. */
  z.object({ kind: z.literal('scheduled'), entity: z.string(), sequence, dueAt: z.number(), body: bytes }),
  /** A scheduled message whose time has come, or that was cancelled. */
  z.object({ kind: z.literal('unscheduled'), entity: z.string(), sequence }),
  /** The last sequence number given to a scheduled message, like `sequence`. */
  z.object({ kind: z.literal('scheduledSequence'), entity: z.string(), last: z.number().int() }),
  /** A rule of a subscription; the description is an encoded AMQP map. */
  z.object({ kind: z.literal('rule'), queue: z.string(), name: z.string(), description: bytes }),
  z.object({ kind: z.literal('ruleRemoved'), queue: z.string(), name: z.string() }),
  z.object({ kind: z.literal('sessionState'), queue: z.string(), session: z.string(), state: bytes.nullable() }),
  /** The last sequence number given out, kept when compaction drops the messages that show it. */
  z.object({ kind: z.literal('sequence'), queue: z.string(), last: z.number().int() }),
]);

export type JournalRecord = z.output<typeof recordSchema>;

const lineSchema = z.array(recordSchema);

export function decodeLine(text: string): JournalRecord[] {
  return lineSchema.parse(JSON.parse(text));
}

export function encodeLine(records: readonly JournalRecord[]): string {
  return `${JSON.stringify(records.map(encodeRecord))}\n`;
}

function encodeRecord(record: JournalRecord): unknown {
  switch (record.kind) {
    case 'message':
    case 'scheduled':
      return { ...record, body: record.body.toString('base64') };
    case 'rule':
      return { ...record, description: record.description.toString('base64') };
    case 'returned':
    case 'deferred':
      return record.body ? { ...record, body: record.body.toString('base64') } : record;
    case 'sessionState':
      return { ...record, state: record.state ? record.state.toString('base64') : null };
    default:
      return record;
  }
}
