/** Tells running work when its migration is cancelled or sealed: one poller per migration and process, however many databases it copies. */
import { isStopped, readControl } from './control';

const pollMs = 1_000;

interface Watch {
  listeners: Set<() => void>;
  timer: NodeJS.Timeout;
}

const watches = new Map<string, Watch>();

/** Calls `onStopped` once; the returned function ends the watch. A poll that fails is tried again: the next activity reads the row itself. */
export function watchControl(migrationId: string, onStopped: () => void): () => void {
  const watch = watches.get(migrationId) ?? begin(migrationId);
  watch.listeners.add(onStopped);
  return () => {
    watch.listeners.delete(onStopped);
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
  const stopped = await readControl(migrationId).then(isStopped, () => false);
  if (!watch.listeners.size) return;
  if (!stopped) {
    watch.timer = setTimeout(() => poll(migrationId, watch), pollMs);
    return;
  }
  for (const listener of watch.listeners) listener();
}
