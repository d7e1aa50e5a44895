// Starts the child process that runs the engine.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { DatabaseProgress } from '../../../shared/domain/migration';
import type { Advance, DatabaseJob } from '../../../shared/engines/engine';

export interface EngineChild {
  process: ChildProcess;
  /** Resolves at the first progress report that fits. */
  until(fits: (progress: DatabaseProgress) => boolean): Promise<void>;
  /** The answer of `advance`, and the most memory it took. */
  answer: Promise<{ answer: Advance; largest: number }>;
  /** SIGKILL, and waits for the end. */
  kill(): Promise<void>;
}

export function startEngine(job: DatabaseJob): EngineChild {
  const child = spawn(process.execPath, [join(__dirname, 'engine-child.cjs'), JSON.stringify(job)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout);
  const ended = once(child, 'close');
  const answer = new Promise<{ answer: Advance; largest: number }>((resolve, reject) => {
    lines.on('line', (line) => {
      const message = JSON.parse(line);
      if (message.answer) resolve(message);
    });
    ended.then(() => reject(new Error('The engine process ended without an answer.')), reject);
  });
  answer.catch(() => {}); // a killed one gives none
  return {
    process: child,
    until: (fits) =>
      new Promise((resolve, reject) => {
        lines.on('line', (line) => {
          const { progress } = JSON.parse(line);
          if (progress && fits(progress)) resolve();
        });
        ended.then(() => reject(new Error('The engine process ended before that.')), reject);
      }),
    answer,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
