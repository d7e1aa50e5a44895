/** Links on which the client receives: messages of a queue or subscription (maybe of one session), and answers to its requests. */
import { type Delivery, type Sender, types } from 'rhea';
import type { Broker } from '../broker/broker';
import type { Entry } from '../broker/entry';
import type { Consumer, Queue } from '../broker/queue';
import { endSessionHold } from '../broker/settle';
import { AmqpFault, describeFault, notFound } from '../fault';
import { readAddress } from './address';
import { requireGrant, stateOf } from './connection-state';
import { tagOfLockToken } from './lock-token';
import { encodeDelivery } from './message';
import { answerEveryDrain, canSendNow, localAttach } from './rhea-internals';
import { type Acceptance, acceptSession, sessionFilterName, wantsSession } from './session-accept';

/** Which lock a delivery on the wire stands for. */
export interface LockedDelivery {
  readonly queue: Queue;
  readonly token: string;
}

export interface OutgoingLinks {
  open(sender: Sender): void;
  /** The client may take messages. */
  flow(sender: Sender): void;
  /** The client wants what there is now, and then no more. */
  drain(sender: Sender): void;
  /** The link is gone, by a detach or with its connection. */
  closed(sender: Sender): void;
  lockOf(delivery: Delivery): LockedDelivery | undefined;
}

/** AMQP's sender settle mode "settled": receiveAndDelete. */
const settledMode = 1;

export function createOutgoingLinks(broker: Broker): OutgoingLinks {
  const attached = new Map<Sender, { queue: Queue; consumer: Consumer }>();
  const accepting = new Map<Sender, Acceptance>();
  const deliveries = new WeakMap<Delivery, LockedDelivery>();

  function attach(sender: Sender, queue: Queue, session?: string): void {
    const isSettled = sender.snd_settle_mode === settledMode;
    const consumer: Consumer = {
      session,
      wantsMore: () => sender.is_open() && canSendNow(sender),
      deliver: (entry) => (isSettled ? deliverSettled(sender, queue, entry) : deliverLocked(sender, queue, consumer, entry)),
      sessionLost() {
        const description = `The lock on session '${session}' has expired. Renew it in time, or accept the session again.`;
        sender.close({ condition: 'com.microsoft:session-lock-lost', description });
        detach(sender);
      },
    };
    if (session !== undefined) holdSession(sender, queue, consumer, session);
    queue.consumers.add(consumer);
    attached.set(sender, { queue, consumer });
  }

  function detach(sender: Sender): void {
    const link = attached.get(sender);
    if (!link) return;
    attached.delete(sender);
    link.queue.consumers.delete(link.consumer);
    if (link.consumer.session === undefined) return; // locks of single messages outlive the link, as in the service
    link.queue.sessions.release(link.consumer.session, link.consumer);
    endSessionHold(broker, link.queue, link.consumer, 'closed');
  }

  /** receiveAndDelete: the message is gone before it is sent, so it comes at most once. */
  function deliverSettled(sender: Sender, queue: Queue, entry: Entry): void {
    broker.commit([{ kind: 'removed', queue: queue.name, sequence: entry.sequence }]);
    sender.send(encodeDelivery(entry.message, { ...entry, deadLetterSource: queue.deadLetterSource }), undefined, 0);
  }

  function deliverLocked(sender: Sender, queue: Queue, consumer: Consumer, entry: Entry): void {
    const { session } = consumer;
    const lock =
      session === undefined ? queue.locks.lock(entry) : queue.locks.lockInSession(entry, consumer, queue.sessions.lockedUntil(session));
    const facts = { ...entry, lockedUntil: lock.lockedUntil, deadLetterSource: queue.deadLetterSource };
    const delivery = sender.send(encodeDelivery(entry.message, facts), tagOfLockToken(lock.token), 0);
    deliveries.set(delivery, { queue, token: lock.token });
  }

  function openQueueLink(sender: Sender, path: string): void {
    const queue = broker.openQueue(path);
    if (!queue) throw broker.entities.destination(path) ? notAllowed(topicRefusal(path)) : notFound(path);
    if (wantsSession(sender)) openSession(sender, queue);
    else if (queue.requiresSession) throw notAllowed(`'${path}' requires sessions: accept a session (acceptSession, acceptNextSession).`);
    else attach(sender, queue);
  }

  function deliverTo(sender: Sender): void {
    const link = attached.get(sender);
    if (link) broker.deliver(link.queue);
  }

  function openSession(sender: Sender, queue: Queue): void {
    const done = (session: string) => {
      accepting.delete(sender);
      attach(sender, queue, session);
    };
    const acceptance = acceptSession(queue, sender, done, () => accepting.delete(sender));
    if (acceptance) accepting.set(sender, acceptance);
  }

  return {
    open(sender) {
      const address = readAddress(sender.source?.address);
      const attachFrame = localAttach(sender);
      answerEveryDrain(sender);
      attachFrame.snd_settle_mode = sender.snd_settle_mode;
      attachFrame.rcv_settle_mode = sender.rcv_settle_mode;
      sender.set_source({ address: sender.source?.address });
      sender.set_target(sender.target ?? {});
      try {
        if (address.kind !== 'cbs') requireGrant(sender.connection, address);
        if (address.kind === 'entity') return openQueueLink(sender, address.path);
        const { replies } = stateOf(sender.connection);
        replies.set(sender.name, sender);
        if (sender.target?.address) replies.set(sender.target.address, sender);
      } catch (error) {
        sender.close(describeFault(error));
      }
    },
    flow: deliverTo,
    drain(sender) {
      deliverTo(sender);
      sender.set_drained(true);
    },
    closed(sender) {
      accepting.get(sender)?.cancel();
      accepting.delete(sender);
      detach(sender);
      const { replies } = stateOf(sender.connection);
      for (const [name, link] of replies) if (link === sender) replies.delete(name);
    },
    lockOf: (delivery) => deliveries.get(delivery),
  };
}

const notAllowed = (description: string) => new AmqpFault('amqp:not-allowed', description);

const topicRefusal = (path: string) => `'${path}' is a topic. Receive from one of its subscriptions: '${path}/Subscriptions/<name>'.`;

function holdSession(sender: Sender, queue: Queue, consumer: Consumer, session: string): void {
  const lockedUntil = queue.sessions.lock(session, consumer);
  sender.set_source({ address: sender.source?.address, filter: { [sessionFilterName]: session } });
  localAttach(sender).properties = { 'com.microsoft:locked-until-utc': types.wrap_long(dotNetTicks(lockedUntil)) };
}

/** .NET counts time in units of 100 ns since the year 1. */
function dotNetTicks(timeMs: number): Buffer {
  const ticks = Buffer.alloc(8);
  ticks.writeBigInt64BE(BigInt(timeMs) * 10_000n + 621_355_968_000_000_000n);
  return ticks;
}
