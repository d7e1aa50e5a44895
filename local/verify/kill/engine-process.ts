/** Runs the engine for one job in a process that may be killed: slice after slice to the end, then `release` when it is told to. */
import { setTimeout as delay } from 'node:timers/promises';
import { directEngine } from '../../../shared/engines/direct';
import type { Advance, DatabaseJob, Released } from '../../../shared/engines/engine';

export interface EngineTask {
  job: DatabaseJob;
  sliceMs: number;
}

export type ToEngine = { kind: 'run'; task: EngineTask } | { kind: 'release' };
export type FromEngine =
  | { kind: 'phase'; phase: string }
  | { kind: 'ended'; ended: Extract<Advance, { kind: 'ended' }> }
  | { kind: 'released'; released: Released[] };

/** Of the engine's own wish, which is for servers far away. */
const longestPauseMs = 200;

const tell = (message: FromEngine) => process.send?.(message);

async function run({ job, sliceMs }: EngineTask): Promise<void> {
  let last = 'start';
  tell({ kind: 'phase', phase: last });
  for (;;) {
    const answer = await directEngine.advance(job, {
      softDeadline: new Date(Date.now() + sliceMs),
      signal: new AbortController().signal,
      isWanted: async () => true,
      willCreate: async () => undefined,
      report: ({ phase }) => {
        if (phase !== last) tell({ kind: 'phase', phase });
        last = phase;
      },
    });
    if (answer.kind === 'ended') {
      tell({ kind: 'ended', ended: answer });
      return;
    }
    if (answer.kind === 'notYet') await delay(Math.min(answer.retryAfterMs ?? longestPauseMs, longestPauseMs));
  }
}

let task: EngineTask | undefined;

process.on('message', async (message: ToEngine) => {
  if (message.kind === 'run') {
    task = message.task;
    await run(message.task);
  } else if (task) {
    tell({ kind: 'released', released: await directEngine.release(task.job) });
    process.disconnect();
  }
});
process.on('disconnect', () => process.exit()); // whoever started it is gone
