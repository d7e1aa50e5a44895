// What is said of tasks that the end of the stand-in's process interrupted.
import type { DatabaseState, TableState } from './mover/database-progress';
import { isTaskEnded, type State } from './state';

const message = 'The migration was interrupted: the local Database Migration Service was restarted while the task ran.';

/**
 * The real service keeps tasks running through a restart of its agent. Here sessions and passwords are gone with the process: the task has
 * failed, says so, and what it wrote to the target was rolled back.
 */
export function failInterruptedTasks(state: State): void {
  for (const service of Object.values(state.services)) {
    for (const project of Object.values(service.projects)) {
      for (const task of Object.values(project.tasks)) {
        if (isTaskEnded(task)) continue;
        task.state = 'Failed';
        task.errors = [{ code: 'TaskInterrupted', message }];
        task.output = task.output.map(interrupted);
        for (const command of task.commands) if (!['Succeeded', 'Failed'].includes(command.state)) command.state = 'Failed';
      }
    }
  }
}

const endedDatabase: DatabaseState[] = ['COMPLETE', 'CANCELLED', 'FAILED'];
const endedTable: TableState[] = ['COMPLETED', 'CANCELED', 'ERROR', 'FAILED'];

function interrupted(element: unknown): unknown {
  const shown = element as { resultType?: string; migrationState?: DatabaseState; state?: TableState };
  if (shown.resultType === 'DatabaseLevelOutput' && shown.migrationState && !endedDatabase.includes(shown.migrationState)) {
    return { ...shown, migrationState: 'FAILED' };
  }
  if (shown.resultType === 'TableLevelOutput' && shown.state && !endedTable.includes(shown.state)) return { ...shown, state: 'FAILED' };
  if (shown.resultType === 'MigrationLevelOutput') return { ...shown, state: 'FAILED' };
  return element;
}
