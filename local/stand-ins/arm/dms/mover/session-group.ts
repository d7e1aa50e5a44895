// The sessions of one database's move, which all end with it, also in the middle of a statement.
import type { Client } from 'pg';
import type { ConnectionInfo } from './connection-info';
import { openSession, type SessionOptions } from './open-session';

export interface SessionGroup {
  open(info: ConnectionInfo, options: SessionOptions): Promise<Client>;
  /** Ends what is open, in order. */
  end(): Promise<void>;
}

interface Held {
  client: Client;
  processId: number;
  info: ConnectionInfo;
  options: SessionOptions;
  ended: Promise<void>;
  isOver: boolean;
}

/** When `signal` aborts, the servers end the sessions, whatever they do, and queries are rejected; `end` resolves when that has happened. */
export function sessionGroup(signal: AbortSignal): SessionGroup {
  const held: Held[] = [];
  let terminated: Promise<unknown> | undefined;
  const onAbort = () => {
    terminated = Promise.all(held.map(terminate));
  };
  signal.addEventListener('abort', onAbort, { once: true });
  return {
    async open(info, options) {
      signal.throwIfAborted();
      const client = await openSession(info, options);
      const { processID: processId = 0 } = client as unknown as { processID?: number };
      const ended = new Promise<void>((settle) => client.once('end', settle));
      const session: Held = { client, processId, info, options, ended, isOver: false };
      void ended.then(() => {
        session.isOver = true;
      });
      held.push(session);
      if (signal.aborted) {
        await terminate(session);
        signal.throwIfAborted();
      }
      return client;
    },
    async end() {
      signal.removeEventListener('abort', onAbort);
      await terminated;
      await Promise.all(held.map(({ client }) => client.end().catch(() => undefined))); // a broken one is ended as well
    },
  };
}

/** Closing the socket alone would leave a statement running that does not look at it. A login may end its own sessions. */
async function terminate(session: Held): Promise<void> {
  if (session.isOver) return;
  const { client, processId, info, options, ended } = session;
  try {
    const other = await openSession(info, { ...options, replication: false });
    try {
      await other.query('SELECT pg_terminate_backend($1)', [processId]);
    } finally {
      await other.end();
    }
  } catch {
    // The server does not take this session either: then only our end of it can be closed.
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }
  await ended;
}
