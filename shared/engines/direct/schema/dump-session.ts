// Opens a session and takes its socket over, for pg_dump to speak on.
import { once } from 'node:events';
import type { ConnectOptions } from '../../../postgres/connect';
import { openWire } from '../../../postgres/wire';
import type { ServerConnection } from '../../engine';
import type { PgDumpSession } from './pg-dump-thread';

export interface DumpSession extends PgDumpSession {
  end(): Promise<void>;
}

const terminate = Buffer.from([0x58, 0, 0, 0, 4]);
/** A server answers Terminate by closing; one that does not is cut off. */
const closeTimeoutMs = 2000;

/** TLS and authentication are behind it: pg_dump sees neither the password nor the address. */
export async function openDumpSession(server: ServerConnection, options: ConnectOptions): Promise<DumpSession> {
  const wire = await openWire(server, options);
  await wire.query('SET standard_conforming_strings = on'); // else pg_dump writes strings by the source's own setting
  const socket = wire.tunnel().pause();
  socket.on('error', () => {}); // it closes too, and whoever reads from it at that time hears of it
  return {
    socket,
    parameters: { ...wire.parameters, standard_conforming_strings: 'on' },
    async end() {
      if (socket.closed) return;
      const closed = once(socket, 'close', { signal: AbortSignal.timeout(closeTimeoutMs) });
      socket.resume();
      if (socket.writable) socket.end(terminate);
      await closed.catch(() => socket.destroy());
    },
  };
}
