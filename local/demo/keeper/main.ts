// The demo's keeper: the process that everything of a demo hangs on. It ends all of it when it is asked to, or when the demo is gone.
import { rm } from 'node:fs/promises';
import type { FromKeeper, ToKeeper, WorldRequest } from './messages';
import { openWorld } from './open-world';

const aborting = new AbortController();
const cleanUps: (() => Promise<void>)[] = [];
let opening: Promise<void> | undefined;
let ending: Promise<void> | undefined;
let folder: string | undefined;
let kept = false;

function tell(message: FromKeeper): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined); // a demo that is gone needs no news
}

async function open(request: WorldRequest): Promise<void> {
  folder = request.folder;
  const { world, failed } = await openWorld(request, {
    signal: aborting.signal,
    step: (title, detail) => tell({ kind: 'step', title, detail }),
    cleanUps,
  });
  void failed.then((message) => fail(message));
  tell({ kind: 'ready', world });
}

function fail(message: string): void {
  if (!ending) tell({ kind: 'failed', message });
  end(1);
}

/** The servers end at once and with them whatever still fills them; then what began to start has come to its end, and the rest follows. */
function end(code: number): void {
  ending ??= (async () => {
    aborting.abort(new Error('The demo is ending.'));
    const errors: unknown[] = [];
    const undo = async () => {
      for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp().catch((error) => errors.push(error));
    };
    await undo();
    await opening;
    await undo();
    if (folder) await rm(folder, { recursive: true, force: true });
    for (const error of errors) console.error(error);
    process.exit(errors.length > 0 ? 1 : code);
  })();
}

process.on('message', (message: ToKeeper) => {
  if (message.kind === 'open') {
    opening = open(message.request).catch((error) => fail(error instanceof Error ? error.message : String(error)));
  } else if (message.kind === 'keep') {
    kept = true;
    tell({ kind: 'kept' });
  } else {
    end(0);
  }
});
process.on('disconnect', () => {
  if (!kept) end(0);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));
