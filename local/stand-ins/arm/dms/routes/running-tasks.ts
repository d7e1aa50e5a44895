// Deleting what contains running tasks.
import { Refusal, type Request } from '../../../http/messages';
import { armError } from '../../errors';
import type { TaskKey, TaskRuns } from '../task-runs';

/** Cancels the tasks of these that run, where the request says so, and waits for their end; else refuses. */
export async function endRunningTasks(request: Request, runs: TaskRuns, keys: TaskKey[], what: string): Promise<void> {
  const running = keys.filter((key) => runs.live(key));
  if (running.length === 0) return;
  if (!deletesRunningTasks(request)) {
    const names = running.map(({ task }) => `'${task}'`).join(', ');
    throw new Refusal(
      armError(409, 'ServiceIsBusy', `${what} has running tasks: ${names}. Cancel them, or delete with deleteRunningTasks=true.`),
    );
  }
  await Promise.all(running.map((key) => runs.cancel(key)));
}

export const deletesRunningTasks = ({ query }: Request) => query.get('deleteRunningTasks')?.toLowerCase() === 'true';
