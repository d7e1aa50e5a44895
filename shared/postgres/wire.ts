// A session whose socket is ours: `pg` does TLS and authentication, then simple queries, COPY bytes and tunnels pass without a layer between.

import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { fail } from '../domain/error-codes';
import type { ServerConnection } from '../engines/engine';
import { type ConnectOptions, connect, internalsOf } from './connect';
import { frame, frameReader } from './frame-reader';
import { isError } from './is-error';
import { readMemory } from './read-memory';
import { readPace } from './read-pace';
import type { StatementResult } from './statement-result';
import { parseErrorResponse } from './wire-error';

/** Takes what COPY TO STDOUT sends. */
export interface CopySink {
  /** The bytes are the sink's only until `data` returns, or until it calls what `keep` returned: no memory is made for them. */
  borrows?: true;
  /** CopyData messages as they came, headers included; may begin and end inside of one. `rows`: how many begin there. */
  data(bytes: Buffer, rows: number): void;
  /** One COPY of the query is complete. */
  done(): void;
}

export interface Wire {
  /** `host:port`, for messages. */
  readonly address: string;
  readonly processId: number;
  readonly secretKey: number;
  /** ParameterStatus values of the session's start. */
  readonly parameters: Readonly<Record<string, string>>;
  /**
   * Simple query protocol, any number of statements. Rejects with a WireError after the server is ready again, with CONNECTION_LOST when the
   * session broke. One at a time.
   */
  query(sql: string, copy?: CopySink): Promise<StatementResult[]>;
  /** Messages for a running COPY FROM STDIN. Mind `writableLength` and `drain` of the socket. */
  write(bytes: Buffer, written?: () => void): void;
  /** Within `data` of a sink that borrows: its bytes stay as they are until the returned function is called. */
  keep(): () => void;
  /** Until `release` nothing is read of what the server sends. */
  hold(): void;
  release(): void;
  readonly socket: Socket;
  /** Gives the socket away, between two queries: afterwards the wire is used up. */
  tunnel(): Duplex;
  /** Ends the session in order. */
  end(): void;
  /** Ends it at once; what runs is rejected. */
  destroy(): void;
}

interface Request {
  results: StatementResult[];
  rows: (string | null)[][];
  error: Error | undefined;
  copy: CopySink | undefined;
  resolve(results: StatementResult[]): void;
  reject(error: unknown): void;
}

const terminate = Buffer.from([0x58, 0, 0, 0, 4]);

export async function openWire(server: ServerConnection, options: ConnectOptions): Promise<Wire> {
  const address = `${server.host}:${server.port}`;
  const parameters: Record<string, string> = {};
  const memory = readMemory();
  const client = await connect(server, {
    ...options,
    newSocket: memory.newSocket,
    prepare: (opening) =>
      internalsOf(opening).connection.on('parameterStatus', (status: { parameterName: string; parameterValue: string }) => {
        parameters[status.parameterName] = status.parameterValue;
      }),
  });
  const { connection, processID, secretKey } = internalsOf(client);
  const socket = connection.stream;
  socket.removeAllListeners('data'); // pg's parser; its other listeners only note that the session ended

  let request: Request | undefined;
  let broken: unknown;
  const pace = readPace(socket);
  const readFrames = frameReader({
    copyData: (bytes, begun) => request?.copy?.data(bytes, begun),
    copyDone: () => request?.copy?.done(),
    message: (type, body) => {
      if (type === frame.error) {
        const error = parseErrorResponse(body, request?.results ?? []);
        if (request) request.error ??= error;
        else broken = error; // the server ends an idle session: this is why
      } else if (request) receive(request, type, body);
    },
  });

  function read(chunk: Buffer): void {
    if (request?.copy) pace.took(chunk.length);
    readFrames(chunk);
  }

  function receive(running: Request, type: number, body: Buffer): void {
    if (type === frame.dataRow) running.rows.push(parseRow(body));
    else if (type === frame.commandComplete) {
      running.results.push({ tag: body.toString('latin1', 0, body.length - 1), rows: running.rows });
      running.rows = [];
    } else if (type === frame.readyForQuery) {
      request = undefined;
      pace.end();
      memory.lend(false);
      if (running.error) running.reject(running.error);
      else running.resolve(running.results);
    }
  }

  function lost(cause?: unknown): void {
    broken ??= fail('CONNECTION_LOST', `The connection to ${address} broke${isError(cause) ? `: ${cause.message}` : ''}.`, {
      cause,
    });
    const running = request;
    request = undefined;
    pace.end();
    running?.reject(options.signal?.aborted ? options.signal.reason : (running.error ?? broken));
  }

  const closed = () => lost();
  socket.on('data', read).on('error', lost).on('close', closed);

  return {
    address,
    processId: processID ?? 0,
    secretKey: secretKey ?? 0,
    parameters,
    socket,
    query: (sql, copy) =>
      new Promise((resolve, reject) => {
        if (options.signal?.aborted) return reject(options.signal.reason);
        if (broken) return reject(broken);
        if (request) return reject(new Error('A query runs on this wire already.'));
        request = { results: [], rows: [], error: undefined, copy, resolve, reject };
        memory.lend(copy?.borrows === true);
        socket.write(encodeQuery(sql));
      }),
    write: (bytes, written) => {
      if (broken) written?.();
      else socket.write(bytes, written);
    },
    keep: memory.keep,
    hold: pace.hold,
    release: pace.release,
    tunnel: () => {
      if (request || broken) throw broken ?? new Error('A query runs on this wire.');
      socket.off('data', read).off('error', lost).off('close', closed);
      return socket;
    },
    end: () => {
      broken ??= new Error('The wire was ended.');
      socket.end(terminate);
    },
    destroy: () => {
      socket.destroy();
      lost();
    },
  };
}

function encodeQuery(sql: string): Buffer {
  const length = Buffer.byteLength(sql);
  const message = Buffer.allocUnsafe(length + 6);
  message[0] = 0x51; // 'Q'
  message.writeInt32BE(length + 5, 1);
  message.write(sql, 5);
  message[length + 5] = 0;
  return message;
}

function parseRow(body: Buffer): (string | null)[] {
  const row: (string | null)[] = [];
  let at = 2;
  for (let column = body.readInt16BE(0); column > 0; column--) {
    const length = body.readInt32BE(at);
    at += 4;
    row.push(length < 0 ? null : body.toString('utf8', at, at + length));
    at += Math.max(length, 0);
  }
  return row;
}
