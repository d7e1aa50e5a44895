/** The process in which the engine runs, and that can be killed and started anew for the same job. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Released } from '../../../shared/engines/engine';
import type { EngineTask, FromEngine, ToEngine } from './engine-process';

type Ended = Extract<FromEngine, { kind: 'ended' }>['ended'];

export interface EngineHost {
  /** Its process runs. */
  begun: Promise<void>;
  /** What the engine last said that it does. */
  phase(): string;
  ended: Promise<Ended>;
  hasEnded(): boolean;
  /** SIGKILL, and a new process that goes on. */
  killAndStart(): Promise<void>;
  release(): Promise<Released[]>;
  /** Whatever it does. */
  stop(): Promise<void>;
}

export function startEngineHost(task: EngineTask): EngineHost {
  let phase = 'start';
  let ended: Ended | undefined;
  let resolveEnded: (ended: Ended) => void = () => undefined;
  let rejectEnded: (error: Error) => void = () => undefined;
  const whenEnded = new Promise<Ended>((resolve, reject) => {
    resolveEnded = resolve;
    rejectEnded = reject;
  });
  whenEnded.catch(() => undefined); // a case that failed before does not wait for it any more
  let tellBegun = () => {};
  const begun = new Promise<void>((resolve) => {
    tellBegun = resolve;
  });
  let child = start();

  function start(): ChildProcess {
    const started = fork(join(__dirname, 'engine-process.js'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    started.on('message', (message: FromEngine) => {
      tellBegun();
      if (message.kind === 'phase') phase = message.phase;
      if (message.kind === 'ended') {
        ended = message.ended;
        resolveEnded(message.ended);
      }
    });
    started.once('exit', (code) => {
      if (code !== null && !ended) rejectEnded(new Error(`the process of the engine ended by itself (${code})`));
    });
    started.send({ kind: 'run', task } satisfies ToEngine);
    return started;
  }

  async function kill(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  return {
    begun,
    phase: () => phase,
    ended: whenEnded,
    hasEnded: () => ended !== undefined,
    killAndStart: async () => {
      await kill();
      child = start();
    },
    release: () =>
      new Promise((resolve, reject) => {
        child.on('message', (message: FromEngine) => message.kind === 'released' && resolve(message.released));
        child.once('exit', (code) => code && reject(new Error(`release ended its process (${code})`)));
        child.send({ kind: 'release' } satisfies ToEngine);
      }),
    stop: kill,
  };
}
