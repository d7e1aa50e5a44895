/** Puts scheduled messages into their queues when their time has come. */
import type { Broker } from './broker';
import { copies } from './copies';
import type { Destination } from './entities';

export interface DueClock {
  /** To be called when a message was scheduled, and once after the journal was read. */
  arm(): void;
  stop(): void;
}

/** Node's timers reach no further; a longer wait is armed again. */
const longestTimerMs = 2 ** 31 - 1;

/** A queue that is full, or a full disk: tried again after this. */
const retryMs = 1_000;

/** `guarded` runs an action that no client waits for, and answers whether it succeeded. */
export function createDueClock(broker: Broker, guarded: (action: () => void) => boolean): DueClock {
  let timer: NodeJS.Timeout | undefined;

  function arm(leastMs = 0): void {
    clearTimeout(timer);
    const next = Math.min(...broker.entities.destinations().map(({ scheduled }) => scheduled.nextDueAt()));
    if (!Number.isFinite(next)) return;
    timer = setTimeout(run, Math.min(Math.max(next - Date.now(), leastMs), longestTimerMs)).unref();
  }

  function run(): void {
    const outcomes = broker.entities.destinations().map((destination) => guarded(() => enqueueDue(broker, destination)));
    arm(outcomes.every(Boolean) ? 0 : retryMs);
  }

  return { arm: () => arm(), stop: () => clearTimeout(timer) };
}

function enqueueDue(broker: Broker, destination: Destination): void {
  const now = Date.now();
  for (const { sequence, message } of destination.scheduled.due(now)) {
    broker.commit([{ kind: 'unscheduled', entity: destination.name, sequence }, ...copies(destination, message, now)]);
  }
}
