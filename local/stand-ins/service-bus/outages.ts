/** Outages on request: the port is closed for a while and opened again. */
import { setTimeout as delay } from 'node:timers/promises';
import type { AmqpServer } from './amqp/server';

export interface Outages {
  begin(seconds: number): Promise<void>;
  /** Ends the wait of a running outage without opening the port again. */
  stop(): Promise<void>;
}

export function createOutages(server: AmqpServer, address: { host: string; port: number }, log: (line: string) => void): Outages {
  const stopping = new AbortController();
  let endsAt = 0;
  let running: Promise<void> | undefined;

  async function untilItEnds(): Promise<void> {
    await server.close();
    log('service-bus: an outage begins: the port is closed');
    for (let leftMs = endsAt - Date.now(); leftMs > 0; leftMs = endsAt - Date.now()) {
      const hasPassed = await delay(leftMs, true, { signal: stopping.signal }).catch(() => false); // it rejects only when it is stopped
      if (!hasPassed) return;
    }
    await server.open(address.host, address.port);
    log('service-bus: the outage is over: the port is open again');
  }

  return {
    begin(seconds) {
      endsAt = Math.max(endsAt, Date.now() + seconds * 1000);
      running ??= untilItEnds().finally(() => {
        running = undefined;
      });
      return running;
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled([running]); // how an outage ends is told to who asked for it
    },
  };
}
