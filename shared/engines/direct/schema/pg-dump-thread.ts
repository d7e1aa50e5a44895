// Runs pg_dump in a worker thread over a session that is authenticated already, and gives its output as text.
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { frame, frameReader } from '../../../postgres/frame-reader';
import { parseErrorResponse, type WireError } from '../../../postgres/wire-error';
import { startUpReply } from './start-up-reply';

export interface PgDumpSession {
  /** The raw connection, just after ReadyForQuery; nobody else listens to it any more. */
  socket: Duplex;
  /** What the server reported at the start of the session (server_version, client_encoding ...). */
  parameters: Readonly<Record<string, string>>;
}

/** pg_dump failed, or its session did; `serverError` is the last error that the server sent. */
export class PgDumpFailure extends Error {
  constructor(
    message: string,
    readonly serverError: WireError | undefined,
    /** The session broke: not pg_dump's or the catalogue's fault. */
    readonly isConnectionLost: boolean,
  ) {
    super(message);
    this.name = 'PgDumpFailure';
  }
}

/** Replies go through a shared buffer of this size, piece by piece: catalogues of 100,000 tables answer with hundreds of megabytes. */
const pieceBytes = 1024 * 1024;
/** The socket rests while more than this waits for pg_dump. */
const highWaterBytes = 4 * pieceBytes;

/** Slots and values, as in pg-dump-worker.mjs. */
const slots = { state: 0, length: 1, isLast: 2 } as const;
const states = { empty: 0, filled: 1 } as const;

type FromWorker =
  | { kind: 'send'; bytes: Uint8Array }
  | { kind: 'taken' }
  | { kind: 'done'; text: string }
  | { kind: 'failed'; message: string };

/** The thread, and with it pg_dump's memory of some 70 MB, is gone when the promise settles. The session is used up, but not closed. */
export async function runPgDump({ socket, parameters }: PgDumpSession, args: string[], signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const control = new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT);
  const piece = new SharedArrayBuffer(pieceBytes);
  const worker = new Worker(join(__dirname, 'pg-dump-worker.mjs'), {
    workerData: { control, piece, args },
    stdout: true, // pg_dump's own prints stay out of the service's log
    stderr: true,
  });
  const replies = replyQueue(new Int32Array(control), new Uint8Array(piece), socket);
  let isReady = false;
  let serverError: WireError | undefined;
  const read = frameReader({
    copyData: () => {},
    copyDone: () => {},
    message: (type, body) => {
      isReady = type === frame.readyForQuery;
      if (type === frame.error) serverError = parseErrorResponse(body, []);
    },
  });
  const cleanUp = new AbortController();
  try {
    return await new Promise<string>((resolve, reject) => {
      const lost = (reason: string) => reject(new PgDumpFailure(reason, serverError, true));
      const onData = (chunk: Buffer) => {
        isReady = false;
        read(chunk);
        replies.add(chunk, isReady);
      };
      const onError = (error: Error) => lost(`The connection broke: ${error.message}`);
      const onClose = () => lost('The server closed the connection.');
      socket.on('data', onData).on('error', onError).on('close', onClose);
      cleanUp.signal.addEventListener('abort', () => socket.pause().off('data', onData).off('error', onError).off('close', onClose));
      signal.addEventListener('abort', () => reject(signal.reason), { signal: cleanUp.signal });

      let isStarted = false;
      worker.on('message', (message: FromWorker) => {
        if (message.kind === 'taken') return replies.next();
        if (message.kind === 'done') return resolve(message.text);
        if (message.kind === 'failed') return reject(new PgDumpFailure(message.message, serverError, false));
        if (isStarted) return socket.write(message.bytes);
        isStarted = true; // the first message is pg_dump's start-up: the session has that behind it
        replies.add(startUpReply(parameters), true);
      });
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`pg_dump's thread ended by itself with code ${code}.`)));
      socket.resume();
    });
  } finally {
    cleanUp.abort();
    await worker.terminate();
  }
}

/** Hands the server's replies to the thread, one piece at a time, and tells it which piece is the last of its reply. */
function replyQueue(control: Int32Array, piece: Uint8Array, socket: Duplex) {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let isComplete = false;

  const next = () => {
    if (Atomics.load(control, slots.state) !== states.empty || waitingBytes === 0) return;
    let filled = 0;
    while (filled < pieceBytes) {
      const chunk = waiting.shift();
      if (!chunk) break;
      const taken = Math.min(chunk.length, pieceBytes - filled);
      piece.set(chunk.subarray(0, taken), filled);
      filled += taken;
      if (taken < chunk.length) waiting.unshift(chunk.subarray(taken));
    }
    waitingBytes -= filled;
    control[slots.length] = filled;
    control[slots.isLast] = waitingBytes === 0 && isComplete ? 1 : 0;
    Atomics.store(control, slots.state, states.filled);
    Atomics.notify(control, slots.state);
    if (waitingBytes < highWaterBytes && socket.isPaused()) socket.resume();
  };

  const add = (chunk: Buffer, completes: boolean) => {
    waiting = [...waiting, chunk];
    waitingBytes += chunk.length;
    isComplete = completes;
    if (waitingBytes >= highWaterBytes) socket.pause();
    next();
  };
  return { add, next };
}
