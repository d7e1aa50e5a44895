/** Operations on scheduled messages: sending some for a later time, and cancelling them before it. */
import { types } from 'rhea';
import { checkSize, publish } from '../../broker/publish';
import { AmqpFault } from '../../fault';
import { type DestinationOperation, type Fields, listOf, numberOf } from './operation';

const longType = 0x81;

/** The time stands in each message, in its annotation `x-opt-scheduled-enqueue-time`. */
export const scheduleMessages: DestinationOperation = (broker, destination, fields) => {
  const encoded = listOf(fields.messages).map((entry) => Buffer.from(((entry as Fields).message ?? '') as Buffer));
  checkSize(encoded.reduce((sizeBytes, { length }) => sizeBytes + length, 0));
  const sequences = publish(broker, destination, encoded);
  return { status: 200, body: { 'sequence-numbers': types.wrap_array(sequences, longType, undefined) } };
};

/** Cancels all of them or none. */
export const cancelScheduledMessages: DestinationOperation = (broker, destination, fields) => {
  const sequences = [...new Set(listOf(fields['sequence-numbers']).map(numberOf))];
  const missing = sequences.filter((sequence) => !destination.scheduled.has(sequence));
  if (missing.length > 0) {
    const description = `No message waits in '${destination.name}' under ${missing.join(', ')}: it was enqueued or cancelled before.`;
    throw new AmqpFault('com.microsoft:message-not-found', description);
  }
  broker.commit(sequences.map((sequence) => ({ kind: 'unscheduled', entity: destination.name, sequence })));
  return { status: 200 };
};
