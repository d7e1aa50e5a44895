/** A task as the host sees it while it replays: settled once, with callbacks that run at once, as DurableTask's own scheduler does. */

export type TaskOutcome = 'succeeded' | 'failed';

export interface HostTask {
  outcome: TaskOutcome | undefined;
  settle(outcome: TaskOutcome): void;
  /** Calls back when the task is settled; immediately if it is. */
  whenSettled(callback: (outcome: TaskOutcome) => void): void;
}

export function createTask(): HostTask {
  const callbacks: ((outcome: TaskOutcome) => void)[] = [];
  const task: HostTask = {
    outcome: undefined,
    settle(outcome) {
      if (task.outcome) return;
      task.outcome = outcome;
      for (const callback of callbacks.splice(0)) callback(outcome);
    },
    whenSettled(callback) {
      if (task.outcome) callback(task.outcome);
      else callbacks.push(callback);
    },
  };
  return task;
}

export function settledTask(outcome: TaskOutcome): HostTask {
  const task = createTask();
  task.settle(outcome);
  return task;
}
