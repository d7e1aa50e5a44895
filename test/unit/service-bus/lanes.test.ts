import fc from 'fast-check';
import { parseMessage } from '../../../local/stand-ins/service-bus/amqp/message';
import { encodeListSection, sections } from '../../../local/stand-ins/service-bus/amqp/message-codec';
import type { Entry } from '../../../local/stand-ins/service-bus/broker/entry';
import { createLanes } from '../../../local/stand-ins/service-bus/broker/lanes';

const message = parseMessage(encodeListSection(sections.properties, ['id']));
const entry = (sequence: number): Entry => ({ sequence, enqueuedAt: 0, expiresAt: 0, deliveryCount: 0, message });

test('a lane gives its entries in order, whatever was put back or removed', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 1000 })), fc.array(fc.integer({ min: 1, max: 1000 })), (put, removed) => {
      const lanes = createLanes();
      for (const sequence of put) lanes.put('a', entry(sequence));
      for (const sequence of removed) lanes.remove('a', sequence);
      const left = put.filter((sequence) => !removed.includes(sequence)).sort((one, other) => one - other);
      expect(left.map(() => lanes.take('a')?.sequence)).toEqual(left);
      expect(lanes.take('a')).toBeUndefined();
      expect(lanes.waiting()).toEqual([]);
    }),
  );
});

test('the lane with the oldest entry waits first', () => {
  const lanes = createLanes();
  lanes.put('b', entry(2));
  lanes.put('a', entry(3));
  lanes.put('c', entry(1));
  expect(lanes.waiting()).toEqual(['c', 'b', 'a']);
});
