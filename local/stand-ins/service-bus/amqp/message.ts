/** A message as the bus keeps it: the sender's bytes and the few facts that a broker needs to know. */
import { randomUUID } from 'node:crypto';
import { type Typed, types } from 'rhea';
import { encodeListSection, encodeMapSection, listItems, mapEntries, readSections, replaceSection, sections } from './message-codec';

export interface Message {
  readonly raw: Buffer;
  /** Where the bare message begins (properties, body): from here on a broker changes nothing on delivery. */
  readonly bareStart: number;
  readonly durable?: Typed;
  readonly priority?: Typed;
  readonly ttlMs?: number;
  readonly annotations: Record<string, Typed>;
  readonly messageId: string;
  /** False for a message that came without an id and got one here. */
  readonly isIdFromSender: boolean;
  readonly sessionId?: string;
}

/** Positions in the properties section, AMQP 1.0 part 3.2.4. */
const messageIdIndex = 0;
const groupIdIndex = 10;

/** Reads a message. It is copied, because rhea's buffers are slices of large socket chunks that would stay in memory with it. */
export function parseMessage(encoded: Buffer): Message {
  return parse(encoded, true);
}

function parse(encoded: Buffer, isIdFromSender: boolean): Message {
  const raw = Buffer.from(encoded);
  const all = readSections(raw);
  const [durable, priority, ttl] = listItems(all.find(({ code }) => code === sections.header));
  const properties = listItems(all.find(({ code }) => code === sections.properties));
  const id = properties[messageIdIndex];
  if (!id) return parse(withNewMessageId(raw), false);
  return {
    raw,
    bareStart: all.find(({ code }) => code >= sections.properties)?.start ?? raw.length,
    durable,
    priority,
    ttlMs: ttl ? Number(ttl.value) : undefined,
    annotations: mapEntries(all.find(({ code }) => code === sections.messageAnnotations)),
    messageId: Buffer.isBuffer(id.value) ? id.value.toString('hex') : String(id.value),
    isIdFromSender,
    sessionId: properties[groupIdIndex] ? String(properties[groupIdIndex].value) : undefined,
  };
}

/** As the service does; the SDK's lock renewer throws on a message without an id. */
function withNewMessageId(raw: Buffer): Buffer {
  const all = readSections(raw);
  const items: unknown[] = listItems(all.find(({ code }) => code === sections.properties));
  items[messageIdIndex] = randomUUID().replaceAll('-', '');
  return replaceSection(raw, all, sections.properties, encodeListSection(sections.properties, items));
}

/** The message with application properties added or changed: what abandon and dead-letter may do. */
export function withApplicationProperties(message: Message, added: Record<string, unknown>): Message {
  if (Object.keys(added).length === 0) return message;
  const all = readSections(message.raw);
  const entries = { ...mapEntries(all.find(({ code }) => code === sections.applicationProperties)), ...added };
  const encoded = encodeMapSection(sections.applicationProperties, entries, 'string');
  return parseMessage(replaceSection(message.raw, all, sections.applicationProperties, encoded));
}

/** The protocol's number for a message that was set aside; 0 is an active one. */
const deferredState = 1;

export interface DeliveryFacts {
  readonly sequence: number;
  readonly enqueuedAt: number;
  /** Earlier deliveries; the SDK shows it as deliveryCount. */
  readonly deliveryCount: number;
  readonly lockedUntil?: number;
  readonly isDeferred?: boolean;
  /** For a message in a dead-letter queue: the entity it came from. */
  readonly deadLetterSource?: string;
}

/** The bytes that go to a receiver: a fresh header, the broker's annotations over the sender's, and the bare message as it was sent. */
export function encodeDelivery(message: Message, facts: DeliveryFacts): Buffer {
  const ttl = message.ttlMs === undefined ? undefined : types.wrap_uint(message.ttlMs);
  const header = [message.durable, message.priority, ttl, undefined, types.wrap_uint(facts.deliveryCount)];
  const annotations: Record<string, Typed> = {
    ...message.annotations,
    'x-opt-sequence-number': types.wrap_long(facts.sequence),
    'x-opt-enqueued-time': types.wrap_timestamp(facts.enqueuedAt),
  };
  if (facts.lockedUntil !== undefined) annotations['x-opt-locked-until'] = types.wrap_timestamp(facts.lockedUntil);
  if (facts.isDeferred) annotations['x-opt-message-state'] = types.wrap_int(deferredState);
  if (facts.deadLetterSource !== undefined) annotations['x-opt-deadletter-source'] = types.wrap_string(facts.deadLetterSource);
  return Buffer.concat([
    encodeListSection(sections.header, header),
    encodeMapSection(sections.messageAnnotations, annotations, 'symbol'),
    message.raw.subarray(message.bareStart),
  ]);
}
