/**
 * The parts of rhea 3.0.5 that its type definitions leave out, in one place. rhea is pinned exactly; what is used here was read in its source
 * (lib/link.js, lib/session.js, lib/connection.js, lib/types.js).
 */
import type { Socket } from 'node:net';
import { type Connection, type Receiver, type Sender, type Session, type Typed, types } from 'rhea';

interface Reader {
  position: number;
  read(): Typed;
  remaining(): number;
}

interface Writer {
  write(value: Typed): void;
  toBuffer(): Buffer;
}

const codec = types as unknown as { Reader: new (data: Buffer) => Reader; Writer: new () => Writer };

export const createReader = (data: Buffer): Reader => new codec.Reader(data);

export function encodeTyped(value: Typed): Buffer {
  const writer = new codec.Writer();
  writer.write(value);
  return writer.toBuffer();
}

interface LinkInternals {
  readonly local: { attach: { snd_settle_mode?: number; rcv_settle_mode?: number; max_message_size?: number; properties?: object } };
  readonly state: { open_requests: number };
}

const internals = (link: Sender | Receiver) => link as unknown as LinkInternals;

/** The attach frame that rhea will send for this link at the end of the tick; it may still be changed in the `*_open` event. */
export const localAttach = (link: Sender | Receiver) => internals(link).local.attach;

/** Keeps the answer to an attach back, although rhea has already planned it. */
export function holdAttach(link: Sender): void {
  internals(link).state.open_requests = 0;
}

/** Lets a held attach go out. */
export function releaseAttach(link: Sender): void {
  internals(link).state.open_requests = 1;
  link.connection._register();
}

interface SenderInternals {
  credit: number;
  delivery_count: number;
  _draining: boolean;
  _get_drain(): boolean;
}

interface PlannedDelivery {
  readonly link: Sender;
  readonly data: readonly Buffer[];
}

interface SessionInternals {
  readonly outgoing: {
    readonly next_pending_delivery: number;
    readonly next_delivery_id: number;
    readonly deliveries: { by_id(id: number): PlannedDelivery | undefined };
    available(): number;
    transfer_window(): number;
  };
  on_transfer(frame: { performative: { message_format?: number } }): void;
  on_flow(frame: object): void;
}

/** Frames of the largest message, with room to spare: below this the session's window is treated as closed. */
const framesPerMessage = 32;

/**
 * Whether the link may be given one more delivery that rhea will write in this very tick. rhea counts credit and window down only when it writes,
 * and what it can't write it queues; a drain that is answered meanwhile would then take the credit of what is queued.
 */
export function canSendNow(link: Sender): boolean {
  const { outgoing } = link.session as unknown as SessionInternals;
  let ownDeliveries = 0;
  let frames = 0;
  for (let id = outgoing.next_pending_delivery; id < outgoing.next_delivery_id; id++) {
    const planned = outgoing.deliveries.by_id(id);
    if (planned?.link === link) ownDeliveries++;
    frames += planned?.data.length ?? 0;
  }
  const hasCredit = (link as unknown as SenderInternals).credit > ownDeliveries;
  return hasCredit && outgoing.available() > 0 && outgoing.transfer_window() - frames >= framesPerMessage;
}

/**
 * Makes the answer to a drain always say "drained". rhea leaves that out when the last credit was used up in the same moment; the SDK then waits
 * 200 ms and closes the link, which costs a session receiver its session.
 */
export function answerEveryDrain(link: Sender): void {
  const sender = link as unknown as SenderInternals;
  sender._get_drain = () => {
    if (!sender._draining) return false;
    sender._draining = false;
    sender.delivery_count += sender.credit;
    sender.credit = 0;
    return true;
  };
}

/** Calls `onFlow` after every flow frame; rhea tells of those for a link, but not when only the session's window has opened again. */
export function watchFlow(session: Session, onFlow: (session: Session) => void): void {
  const raw = session as unknown as SessionInternals;
  const flow = raw.on_flow.bind(session);
  raw.on_flow = (frame) => {
    flow(frame);
    onFlow(session);
  };
}

/** A message format that rhea does not know, so that it hands over the bytes as they came. */
export const rawMessageFormat = 1;

/**
 * Makes rhea hand over every message as bytes. By itself it decodes messages of format 0, and encoding them again would change the types of
 * properties (a long becomes an int, a symbol a string): what a subscriber gets would not be what was sent.
 */
export function receiveRawMessages(session: Session): void {
  const raw = session as unknown as SessionInternals;
  const transfer = raw.on_transfer.bind(session);
  raw.on_transfer = (frame) => {
    if (frame.performative.message_format === 0) frame.performative.message_format = rawMessageFormat;
    transfer(frame);
  };
}

/** Gives an accepted socket to rhea. */
export function acceptSocket(connection: Connection, socket: Socket): void {
  connection.accept(socket);
}

/** rhea notices `end` and `error` of a socket but not a local destroy(): without this its heartbeat timers keep the process alive. */
export function forgetSocket(connection: Connection): void {
  connection._disconnected();
}
