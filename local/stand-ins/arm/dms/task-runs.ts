// Runs tasks in this process, and writes down what shall survive it.
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { StateFile } from '../../../files/state-file';
import type { ReportableException } from './mover/failures';
import type { State, Task, TaskState } from './state';
import type { RunningTask, TaskKind } from './tasks/task';

export interface TaskKey {
  /** Lower-case. */
  service: string;
  project: string;
  task: string;
}

export interface TaskRuns {
  /** The record exists already. Resolves at once; the task starts after its time in the queue. */
  begin(key: TaskKey, kind: TaskKind, input: unknown): void;
  /** What changes while it runs; undefined: it does not run. */
  live(key: TaskKey): Pick<Task, 'state' | 'errors' | 'output' | 'commands'> | undefined;
  /** Resolves when nothing of it runs any more, at the latest. */
  cancel(key: TaskKey): Promise<void>;
  /** The accepted command; undefined: the task does not take it. */
  completeDatabase(key: TaskKey, input: { databaseName: string }): Task['commands'][number] | undefined;
  /** Ends what runs; the records stay as those of interrupted tasks. */
  close(): Promise<void>;
}

interface Run {
  state: TaskState;
  errors: Task['errors'];
  commands: Task['commands'];
  pendingCommands: Promise<void>[];
  task?: RunningTask;
  controller: AbortController;
  finished: Promise<void>;
}

export interface TaskRunsOptions {
  store: StateFile<State>;
  ca: string;
  queueMs(): number;
  log(line: string): void;
}

const nameOf = ({ service, project, task }: TaskKey) => `${service}/${project}/${task}`;

export function taskRuns({ store, ca, queueMs, log }: TaskRunsOptions): TaskRuns {
  const runs = new Map<string, Run>();
  let closing = false;

  const write = async (key: TaskKey, run: Run) => {
    if (closing) return;
    await store.update(({ services }) => {
      const record = services[key.service]?.projects[key.project]?.tasks[key.task];
      if (!record) return; // deleted
      Object.assign(record, {
        state: run.state,
        errors: run.errors,
        output: structuredClone(outputOf(run)),
        commands: structuredClone(run.commands),
      });
    });
  };
  const writeSoon = (key: TaskKey, run: Run) => {
    write(key, run).catch((error: Error) => log(`Database Migration Service: task ${nameOf(key)} was not written: ${error.message}`));
  };

  async function execute(key: TaskKey, kind: TaskKind, input: unknown, run: Run): Promise<void> {
    const { signal } = run.controller;
    await setTimeout(queueMs(), undefined, { signal }).catch(() => undefined); // cancelled while it waited
    const parsed = kind.input.safeParse(input);
    if (signal.aborted) run.state = 'Canceled';
    else if (!parsed.success) {
      const places = parsed.error.issues.map((issue) => ['input', ...issue.path].join('.')); // not the values: they may be secrets
      run.state = 'FailedInputValidation';
      run.errors = [{ code: 'InvalidTaskInput', message: `The input of the task is not valid at: ${places.join(', ')}.` }];
    } else {
      run.state = 'Running';
      run.task = kind.start(parsed.data, { ca, signal, changed: () => writeSoon(key, run) });
      await write(key, run);
      const end = await run.task.ended;
      await Promise.all(run.pendingCommands);
      run.state = signal.aborted && end.outcome === 'Failed' ? 'Canceled' : end.outcome;
      run.errors = run.state === 'Failed' ? end.errors : []; // what a cancel broke is no error
    }
    await write(key, run);
  }

  return {
    begin(key, kind, input) {
      const run: Run = {
        state: 'Queued',
        errors: [],
        commands: [],
        pendingCommands: [],
        controller: new AbortController(),
        finished: Promise.resolve(),
      };
      runs.set(nameOf(key), run);
      run.finished = execute(key, kind, input, run)
        .catch((error: Error) => log(`Database Migration Service: task ${nameOf(key)}: ${error.stack}`))
        .finally(() => runs.delete(nameOf(key)));
    },
    live(key) {
      const run = runs.get(nameOf(key));
      return run && { state: run.state, errors: run.errors, output: outputOf(run), commands: run.commands };
    },
    async cancel(key) {
      const run = runs.get(nameOf(key));
      if (!run) return;
      run.state = 'Canceling';
      run.controller.abort();
      await run.finished;
    },
    completeDatabase(key, input) {
      const run = runs.get(nameOf(key));
      if (!run?.task?.completeDatabase || run.state !== 'Running') return undefined;
      const command: Task['commands'][number] = { commandType: 'Migrate.Sync.Complete.Database', input, state: 'Accepted', errors: [] };
      const accepted = structuredClone(command);
      run.commands.push(command);
      const told = run.task.completeDatabase(input.databaseName).then((problem) => {
        const errors: ReportableException[] = problem ? [{ message: problem }] : [];
        command.state = problem ? 'Failed' : 'Succeeded';
        command.errors = problem ? [{ code: 'CommandFailed', message: problem }] : [];
        command.output = { id: randomUUID(), errors };
        writeSoon(key, run);
      });
      run.pendingCommands.push(told);
      return accepted;
    },
    async close() {
      closing = true;
      const all = [...runs.values()];
      for (const { controller } of all) controller.abort();
      await Promise.all(all.map(({ finished }) => finished));
    },
  };
}

const outputOf = ({ task }: Run) => task?.output() ?? [];
