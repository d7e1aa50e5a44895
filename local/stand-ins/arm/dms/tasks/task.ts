// What every kind of task is to the service: parsed input in, output and errors out, commands in the middle.
import type { z } from 'zod';
import type { ODataError } from '../mover/failures';

/** States that a kind of task may end in by itself. */
export type TaskOutcome = 'Succeeded' | 'Failed' | 'Canceled';

export interface TaskEnd {
  outcome: TaskOutcome;
  errors: ODataError[];
}

export interface TaskContext {
  /** PEM text of the local authority. */
  ca: string;
  signal: AbortSignal;
  /** What is shown so far has changed in a way that shall survive the process. */
  changed(): void;
}

export interface RunningTask {
  output(): unknown[];
  ended: Promise<TaskEnd>;
  /** Completes one database; resolves to why not, if so. Undefined: the kind takes no commands. */
  completeDatabase?(name: string): Promise<string | undefined>;
}

export interface TaskKind<Input = unknown> {
  input: z.ZodType<Input>;
  start(input: Input, context: TaskContext): RunningTask;
  /** Needs the Premium tier, as online migrations do. */
  needsPremium?: boolean;
}

export const taskKind = <Input>(kind: TaskKind<Input>): TaskKind => kind as TaskKind;

/** A task that is one question. `ask` resolves to its output; what it throws fails the task, with `whenFailed` as output. */
export function question(
  ask: () => Promise<unknown[]>,
  whenFailed: (error: unknown) => { output: unknown[]; error: ODataError },
): RunningTask {
  let output: unknown[] = [];
  const answer = async (): Promise<TaskEnd> => {
    try {
      output = await ask();
      return { outcome: 'Succeeded', errors: [] };
    } catch (error) {
      const failed = whenFailed(error);
      output = failed.output;
      return { outcome: 'Failed', errors: [failed.error] };
    }
  };
  return { output: () => output, ended: answer() };
}
