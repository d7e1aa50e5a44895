// Hands the server's replies to pg_dump's thread through shared memory, piece by piece.
import type { Readable } from 'node:stream';

/** Catalogues of 100,000 tables answer with hundreds of megabytes, and all of a reply passes through a buffer of this size. */
const pieceBytes = 1024 * 1024;
/** The socket rests while more than this waits for pg_dump. */
const highWaterBytes = 4 * pieceBytes;

/** Slots and values of `control`, as in pg-dump-worker.mjs. */
const slots = { state: 0, length: 1, isLast: 2 } as const;
const states = { empty: 0, filled: 1 } as const;

export interface ReplyQueue {
  /** What the thread needs: it sleeps on `control` until `piece` is filled. */
  shared: { control: SharedArrayBuffer; piece: SharedArrayBuffer };
  /** `endsReply`: the server waits for the next request, and the thread need not sleep for more. */
  add(bytes: Buffer, endsReply: boolean): void;
  /** The thread took a piece. */
  taken(): void;
}

export function replyQueue(socket: Readable): ReplyQueue {
  const shared = { control: new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT), piece: new SharedArrayBuffer(pieceBytes) };
  const control = new Int32Array(shared.control);
  const piece = new Uint8Array(shared.piece);
  const waiting: { bytes: Buffer; endsReply: boolean }[] = [];
  let waitingBytes = 0;

  /** A piece never holds the end of one reply and the beginning of the next (a notice may come unasked). */
  function fillNext(): void {
    if (Atomics.load(control, slots.state) !== states.empty || waiting.length === 0) return;
    let filled = 0;
    let isLast = false;
    while (filled < pieceBytes && !isLast) {
      const first = waiting[0];
      if (!first) break;
      const part = first.bytes.subarray(0, pieceBytes - filled);
      piece.set(part, filled);
      filled += part.length;
      first.bytes = first.bytes.subarray(part.length);
      if (first.bytes.length > 0) break;
      isLast = first.endsReply;
      waiting.shift();
    }
    waitingBytes -= filled;
    control[slots.length] = filled;
    control[slots.isLast] = isLast ? 1 : 0;
    Atomics.store(control, slots.state, states.filled);
    Atomics.notify(control, slots.state);
    if (waitingBytes < highWaterBytes && socket.isPaused()) socket.resume();
  }

  return {
    shared,
    add(bytes, endsReply) {
      waiting.push({ bytes, endsReply });
      waitingBytes += bytes.length;
      if (waitingBytes >= highWaterBytes) socket.pause();
      fillNext();
    },
    taken: fillNext,
  };
}
