// Runs pg_dump in a worker thread over a session that is authenticated already, and gives its output as text. The thread can start before that.
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { frame, frameReader } from '../../../postgres/frame-reader';
import { parseErrorResponse, type WireError } from '../../../postgres/wire-error';
import { replyQueue } from './reply-queue';
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

type FromWorker =
  | { kind: 'compiled'; program: unknown }
  | { kind: 'send'; bytes: Uint8Array }
  | { kind: 'taken' }
  | { kind: 'done'; text: string }
  | { kind: 'failed'; message: string };

export interface PgDumpResult {
  text: string;
  /** Resolves when the thread, and with it pg_dump's memory of some 70 MB, is gone: V8 compiles on for some tenths of a second. */
  gone: Promise<unknown>;
}

export interface PgDumpThread {
  /** Once. The session is used up then, but not closed. */
  run(session: PgDumpSession, args: string[], signal: AbortSignal): Promise<PgDumpResult>;
  /** Where it is not to run after all. */
  end(): Promise<unknown>;
}

/**
 * V8 keeps what it compiled, and what it optimised since, as long as somebody holds it: 20 MB, for which each dump after the first
 * of a process takes 0.2 s of CPU instead of 0.7 s.
 */
let program: unknown;

/** Starting takes 0.1 to 0.2 s: long enough to be done beside other work. */
export function startPgDump(): PgDumpThread {
  const worker = new Worker(join(__dirname, 'pg-dump-worker.mjs'), {
    stdout: true, // pg_dump's own prints stay out of the service's log
    stderr: true,
    workerData: { program },
  });
  const failed = new Promise<never>((_resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`pg_dump's thread ended by itself with code ${code}.`)));
  });
  failed.catch(whoRunsItHearsOfIt);
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'compiled') program = message.program;
  });
  return {
    run: (session, args, signal) => runPgDump({ worker, failed }, session, args, signal),
    end: () => worker.terminate(),
  };
}

/** Node must not take a failure for unheard before somebody runs it. */
function whoRunsItHearsOfIt(): void {}

async function runPgDump(
  { worker, failed }: { worker: Worker; failed: Promise<never> },
  { socket, parameters }: PgDumpSession,
  args: string[],
  signal: AbortSignal,
): Promise<PgDumpResult> {
  const replies = replyQueue(socket);
  let isAsked = false;
  let serverError: WireError | undefined;
  let endsReply = false;
  const read = frameReader({
    copyData: () => {},
    copyDone: () => {},
    message: (type, body) => {
      if (type === frame.readyForQuery && isAsked) endsReply = true;
      if (type === frame.error) serverError = parseErrorResponse(body, []);
    },
  });
  const cleanUp = new AbortController();
  try {
    signal.throwIfAborted();
    if (socket.destroyed) throw new PgDumpFailure('The connection broke before pg_dump began.', undefined, true);
    const text = await new Promise<string>((resolve, reject) => {
      const lost = (reason: string) => reject(new PgDumpFailure(reason, serverError, true));
      const onData = (chunk: Buffer) => {
        endsReply = false;
        read(chunk);
        if (endsReply) isAsked = false;
        replies.add(chunk, endsReply);
      };
      const onError = (error: Error) => lost(`The connection broke: ${error.message}`);
      const onClose = () => lost('The server closed the connection.');
      socket.on('data', onData).on('error', onError).on('close', onClose);
      cleanUp.signal.addEventListener('abort', () => socket.pause().off('data', onData).off('error', onError).off('close', onClose));
      signal.addEventListener('abort', () => reject(signal.reason), { signal: cleanUp.signal });

      let isStarted = false;
      worker.on('message', (message: FromWorker) => {
        if (message.kind === 'compiled') return;
        if (message.kind === 'taken') return replies.taken();
        if (message.kind === 'done') return resolve(message.text);
        if (message.kind === 'failed') return reject(new PgDumpFailure(message.message, serverError, false));
        if (isStarted) {
          isAsked = true;
          return socket.write(message.bytes);
        }
        isStarted = true; // the first message is pg_dump's start-up: the session has that behind it
        replies.add(startUpReply(parameters), true);
      });
      failed.catch(reject);
      worker.postMessage({ ...replies.shared, args });
      socket.resume();
    });
    return { text, gone: worker.terminate() };
  } catch (error) {
    await worker.terminate();
    throw error;
  } finally {
    cleanUp.abort();
  }
}
