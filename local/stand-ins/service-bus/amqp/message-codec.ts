/** Reads and changes encoded AMQP messages section by section; the parts that a broker may not touch stay the sender's very bytes. */
import { type Typed, types } from 'rhea';
import { AmqpFault } from '../fault';
import { createReader, encodeTyped } from './rhea-internals';

/** Section descriptors, AMQP 1.0 part 3.2. They stand in a message in this order. */
export const sections = { header: 0x70, messageAnnotations: 0x72, properties: 0x73, applicationProperties: 0x74, data: 0x75 } as const;

const symbolicSections: Record<string, number> = {
  'amqp:header:list': 0x70,
  'amqp:delivery-annotations:map': 0x71,
  'amqp:message-annotations:map': 0x72,
  'amqp:properties:list': 0x73,
  'amqp:application-properties:map': 0x74,
  'amqp:data:binary': 0x75,
  'amqp:amqp-sequence:list': 0x76,
  'amqp:amqp-value:*': 0x77,
  'amqp:value:*': 0x77,
  'amqp:footer:map': 0x78,
};

export interface Section {
  readonly code: number;
  readonly start: number;
  readonly end: number;
  readonly value: Typed;
}

export function readSections(raw: Buffer): Section[] {
  const reader = createReader(raw);
  const found: Section[] = [];
  try {
    while (reader.remaining() > 0) {
      const start = reader.position;
      const value = reader.read();
      found.push({ code: sectionCode(value), start, end: reader.position, value });
    }
  } catch (error) {
    if (error instanceof AmqpFault) throw error;
    throw new AmqpFault('amqp:decode-error', 'The message is not a valid AMQP 1.0 message.');
  }
  return found;
}

function sectionCode(value: Typed): number {
  const descriptor: unknown = value.descriptor?.value;
  const code = typeof descriptor === 'string' ? symbolicSections[descriptor] : Number(descriptor);
  if (code === undefined || !(code >= sections.header && code <= 0x78)) {
    throw new AmqpFault('amqp:decode-error', 'The message contains a section that AMQP 1.0 does not define.');
  }
  return code;
}

/** The values of a list section as Typed, missing ones undefined. */
export function listItems(section: Section | undefined): (Typed | undefined)[] {
  const items: Typed[] = section?.value.value ?? [];
  return items.map((item) => (item.value === null ? undefined : item));
}

/** The entries of a map section with the types they were sent with. */
export function mapEntries(section: Section | undefined): Record<string, Typed> {
  const items: Typed[] = section?.value.value ?? [];
  const entries: Record<string, Typed> = {};
  for (let index = 0; index + 1 < items.length; index += 2) {
    const [key, value] = [items[index], items[index + 1]];
    if (key && value) entries[String(key.value)] = value;
  }
  return entries;
}

export const encodeListSection = (code: number, items: readonly unknown[]): Buffer =>
  encodeTyped(types.described(types.wrap_ulong(code), types.wrap_list([...items])));

export const encodeMapSection = (code: number, entries: Record<string, unknown>, keys: 'symbol' | 'string'): Buffer =>
  encodeTyped(types.described(types.wrap_ulong(code), types.wrap_map(entries, keys === 'symbol' ? types.wrap_symbol : types.wrap_string)));

/** The message with one section replaced, or put in at its place. */
export function replaceSection(raw: Buffer, all: readonly Section[], code: number, encoded: Buffer): Buffer {
  const existing = all.find((section) => section.code === code);
  const start = existing?.start ?? all.find((section) => section.code > code)?.start ?? raw.length;
  return Buffer.concat([raw.subarray(0, start), encoded, raw.subarray(existing?.end ?? start)]);
}

/** The messages in a batch (message format 0x80013700): each data section is a whole encoded message. */
export function splitBatch(raw: Buffer): Buffer[] {
  return readSections(raw)
    .filter((section) => section.code === sections.data)
    .map((section) => section.value.value as Buffer);
}
