// Streams one table from the source into the target, at the pace of the slower one.
import type { Client } from 'pg';
import { type CopyConnection, runCopy } from './copy-protocol';
import type { UserTable } from './user-tables';

const chunkBytes = 64 * 1024; // a row a write would cost a system call a row

/** `onRows` gets how many rows came since it was called last. Both sessions are in a transaction. Resolves to the number of rows. */
export async function copyTable(source: Client, target: Client, table: UserTable, onRows: (count: number) => void): Promise<number> {
  const columns = table.columns ? ` (${table.columns})` : ''; // a table without columns has rows too
  let targetError: unknown;
  let outgoing: CopyConnection | undefined;
  let received: Promise<number> = Promise.resolve(0);
  const into = await new Promise<CopyConnection>((onReady, refuse) => {
    received = runCopy(target, `COPY ${table.name}${columns} FROM STDIN`, { onReady });
    received.catch((error: unknown) => {
      targetError = error;
      outgoing?.stream.destroy(); // nobody wants the rest of the table
      refuse(error);
    });
  });

  let rows: Buffer[] = [];
  let bytes = 0;
  const flush = () => {
    if (rows.length === 0) return;
    onRows(rows.length);
    into.sendCopyFromChunk(Buffer.concat(rows));
    rows = [];
    bytes = 0;
  };
  try {
    const sent = await runCopy(source, `COPY ${table.name}${columns} TO STDOUT`, {
      onRow(row, connection) {
        outgoing = connection;
        if (targetError) connection.stream.destroy();
        rows.push(Buffer.from(row)); // pg reads the next message into the same memory
        bytes += row.length;
        if (bytes < chunkBytes) return;
        flush();
        if (!into.stream.writableNeedDrain || connection.stream.isPaused()) return;
        connection.stream.pause();
        into.stream.once('drain', () => connection.stream.resume());
      },
    });
    flush();
    into.endCopyFrom();
    const stored = await received;
    if (stored !== sent) throw new Error(`${sent} rows were read and ${stored} written.`);
    return stored;
  } catch (error) {
    if (targetError) throw targetError;
    into.sendCopyFail('the source failed');
    await received.catch(() => undefined); // the source's error is the one that counts
    throw error;
  }
}
