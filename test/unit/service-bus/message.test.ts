import { types } from 'rhea';
import { encodeDelivery, parseMessage, withApplicationProperties } from '../../../local/stand-ins/service-bus/amqp/message';
import { encodeListSection, encodeMapSection, readSections, sections } from '../../../local/stand-ins/service-bus/amqp/message-codec';
import { encodeTyped } from '../../../local/stand-ins/service-bus/amqp/rhea-internals';

const body = encodeTyped(types.described(types.wrap_ulong(0x77), types.wrap_long(5)));
const applicationProperties = encodeMapSection(
  sections.applicationProperties,
  { long: types.wrap_long(5), symbol: types.wrap_symbol('s'), float: types.wrap_double(1), char: types.wrap_char(65) },
  'string',
);
const properties = encodeListSection(sections.properties, [types.wrap_uuid(Buffer.alloc(16, 7)), null, null, 'subject']);

test('what a sender wrote into properties and body goes on byte for byte, with types that JavaScript does not have', () => {
  const annotations = encodeMapSection(sections.messageAnnotations, { 'x-opt-partition-key': types.wrap_string('k') }, 'symbol');
  const bare = Buffer.concat([properties, applicationProperties, body]);
  const message = parseMessage(Buffer.concat([encodeListSection(sections.header, [true, types.wrap_ubyte(7), 5000]), annotations, bare]));
  expect(message).toMatchObject({ ttlMs: 5000, messageId: '07'.repeat(16), isIdFromSender: true });

  const delivered = encodeDelivery(message, { sequence: 9, enqueuedAt: 1000, deliveryCount: 2, lockedUntil: 2000 });
  expect(delivered.subarray(delivered.length - bare.length)).toEqual(bare);
  const [header, mine] = readSections(delivered);
  expect(header?.value.value.map(({ value }: { value: unknown }) => value)).toEqual([true, 7, 5000, null, 2]);
  expect(mine?.value.value.map(({ value }: { value: unknown }) => value)).toEqual([
    'x-opt-partition-key',
    'k',
    'x-opt-sequence-number',
    9,
    'x-opt-enqueued-time',
    new Date(1000),
    'x-opt-locked-until',
    new Date(2000),
  ]);
});

test('a message without an id gets one, and keeps the rest', () => {
  for (const raw of [body, Buffer.concat([encodeListSection(sections.properties, [null, null, 'to']), applicationProperties, body])]) {
    const message = parseMessage(raw);
    expect(message).toMatchObject({ isIdFromSender: false, messageId: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(parseMessage(message.raw).messageId).toBe(message.messageId);
    expect(message.raw.subarray(message.raw.length - body.length)).toEqual(body);
  }
});

test('added application properties leave the types of the others alone', () => {
  const message = withApplicationProperties(parseMessage(Buffer.concat([properties, applicationProperties, body])), { note: 'x', long: 6 });
  const entries = readSections(message.raw).find(({ code }) => code === sections.applicationProperties)?.value.value;
  const names = entries.map(({ type, value }: { type: { name: string }; value: unknown }) => `${type.name}:${value}`);
  expect(names).toEqual([
    'Str8:long',
    'SmallUint:6',
    'Str8:symbol',
    'Sym8:s',
    'Str8:float',
    'Double:1',
    'Str8:char',
    'CharUTF32:65',
    'Str8:note',
    'Str8:x',
  ]);
  expect(withApplicationProperties(message, {})).toBe(message);
});

test('bytes that are no AMQP message are refused as a decode error', () => {
  for (const raw of [
    Buffer.from('hello'),
    Buffer.concat([properties, Buffer.from([0, 0x53])]),
    encodeTyped(types.wrap_string('no section')),
  ]) {
    expect(() => parseMessage(raw)).toThrow(expect.objectContaining({ condition: 'amqp:decode-error' }));
  }
});
