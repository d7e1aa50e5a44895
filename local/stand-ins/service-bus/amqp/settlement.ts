/** A client's outcome for a delivery: complete, abandon, defer, dead-letter; the answer tells it whether the lock still held. */
import { type Delivery, message } from 'rhea';
import type { Broker } from '../broker/broker';
import { type Settlement, settle } from '../broker/settle';
import { AmqpFault, describeFault } from '../fault';
import type { LockedDelivery } from './outgoing-link';

export type OutcomeName = 'accepted' | 'released' | 'modified' | 'rejected';

export function settleDelivery(broker: Broker, delivery: Delivery, locked: LockedDelivery | undefined, outcome: OutcomeName): void {
  try {
    if (!locked) throw new AmqpFault('com.microsoft:message-lock-lost', 'The message is not locked by this receiver.');
    settle(broker, locked.queue, locked.token, readOutcome(delivery, outcome));
    delivery.update(true, accepted());
  } catch (error) {
    delivery.update(true, rejected(describeFault(error)));
  }
}

/** rhea's constructors for outcomes, which its type definitions leave out. */
const outcomes = message as unknown as Record<'accepted' | 'rejected', (fields?: object) => { described(): unknown }>;
const accepted = () => outcomes.accepted().described();
const rejected = (error: object) => outcomes.rejected({ error }).described();

function readOutcome({ remote_state: state }: Delivery, outcome: OutcomeName): Settlement {
  switch (outcome) {
    case 'accepted':
      return { kind: 'complete' };
    case 'released':
      return { kind: 'abandon', properties: {} };
    case 'modified':
      return { kind: state?.undeliverable_here ? 'defer' : 'abandon', properties: state?.message_annotations ?? {} };
    case 'rejected': {
      const info: Record<string, unknown> = state?.error?.info ?? state?.error?.value?.[2] ?? {};
      return { kind: 'deadLetter', properties: info };
    }
  }
}
