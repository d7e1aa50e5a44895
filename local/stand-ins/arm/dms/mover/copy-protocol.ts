// COPY over a session of `pg`, which leaves it to others: rows out of one server, rows into another.
import type { Socket } from 'node:net';
import type { Client, Submittable } from 'pg';

/** The part of pg's connection that speaks COPY; it has no published type. */
export interface CopyConnection {
  stream: Socket;
  query(sql: string): void;
  sendCopyFromChunk(rows: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

interface CopyHandlers {
  /** Each row of COPY TO as it comes. */
  onRow?(row: Buffer, connection: CopyConnection): void;
  /** COPY FROM takes rows now. */
  onReady?(connection: CopyConnection): void;
}

/** Resolves to the number of rows that the server counted, when it is ready for the next query. */
export function runCopy(client: Client, sql: string, handlers: CopyHandlers): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0;
    const query = {
      submit: (connection: unknown) => (connection as CopyConnection).query(sql),
      handleRowDescription: () => undefined,
      handleCopyInResponse: (connection: CopyConnection) => handlers.onReady?.(connection),
      handleCopyData: ({ chunk }: { chunk: Buffer }, connection: CopyConnection) => handlers.onRow?.(chunk, connection),
      handleCommandComplete({ text }: { text: string }) {
        rows = Number(/^COPY (\d+)$/.exec(text)?.[1]);
      },
      handleReadyForQuery: () => resolve(rows),
      handleError: (error: Error) => reject(error),
    };
    client.query(query as unknown as Submittable);
  });
}
