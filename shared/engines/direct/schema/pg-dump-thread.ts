// Runs pg_dump in a worker thread over a session that is authenticated already, and gives its output as text.
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
  | { kind: 'send'; bytes: Uint8Array }
  | { kind: 'taken' }
  | { kind: 'done'; text: string }
  | { kind: 'failed'; message: string };

export interface PgDumpResult {
  text: string;
  /** Resolves when the thread, and with it pg_dump's memory of some 70 MB, is gone: V8 compiles on for some tenths of a second. */
  gone: Promise<unknown>;
}

/** The session is used up, but not closed. */
export async function runPgDump({ socket, parameters }: PgDumpSession, args: string[], signal: AbortSignal): Promise<PgDumpResult> {
  signal.throwIfAborted();
  if (socket.destroyed) throw new PgDumpFailure('The connection broke before pg_dump began.', undefined, true);
  const replies = replyQueue(socket);
  const worker = new Worker(join(__dirname, 'pg-dump-worker.mjs'), {
    workerData: { ...replies.shared, args },
    stdout: true, // pg_dump's own prints stay out of the service's log
    stderr: true,
  });
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
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`pg_dump's thread ended by itself with code ${code}.`)));
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
