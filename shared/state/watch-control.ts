/** Tells running work when its migration is stopped or its database cancelled: one poller per migration and process, however many it copies. */
import { isStopped, readControl } from './control-row';
import { readDatabases } from './databases';

const pollMs = 1_000;

interface Listener {
  /** Undefined: the migration as a whole. */
  number: number | undefined;
  onStopped(): void;
}

interface Watch {
  listeners: Set<Listener>;
  timer: NodeJS.Timeout;
}

const watches = new Map<string, Watch>();

/** Calls `onStopped` once; the returned function ends the watch. A poll that fails is tried again: the next activity reads the rows itself. */
export function watchControl(migrationId: string, number: number | undefined, onStopped: () => void): () => void {
  const watch = watches.get(migrationId) ?? begin(migrationId);
  const listener: Listener = { number, onStopped };
  watch.listeners.add(listener);
  return () => {
    watch.listeners.delete(listener);
    if (watch.listeners.size) return;
    clearTimeout(watch.timer);
    if (watches.get(migrationId) === watch) watches.delete(migrationId);
  };
}

function begin(migrationId: string): Watch {
  const watch: Watch = { listeners: new Set(), timer: setTimeout(() => poll(migrationId, watch), pollMs) };
  watches.set(migrationId, watch);
  return watch;
}

async function poll(migrationId: string, watch: Watch): Promise<void> {
  const stopped = await stoppedNumbers(migrationId).catch((): (number | undefined)[] => []);
  for (const listener of [...watch.listeners]) {
    if (!stopped.includes(listener.number)) continue;
    watch.listeners.delete(listener);
    listener.onStopped();
  }
  if (watch.listeners.size) watch.timer = setTimeout(() => poll(migrationId, watch), pollMs);
  else if (watches.get(migrationId) === watch) watches.delete(migrationId);
}

async function stoppedNumbers(migrationId: string): Promise<(number | undefined)[]> {
  const [control, databases] = await Promise.all([readControl(migrationId), readDatabases(migrationId)]);
  const all = isStopped(control);
  const numbers = databases.filter(({ cancelRequestedOn }) => all || cancelRequestedOn).map(({ number }) => number);
  return all ? [undefined, ...numbers] : numbers;
}
