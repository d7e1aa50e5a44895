// What the routes of the local Database Migration Service work on.
import type { StateFile } from '../../../files/state-file';
import type { State } from './state';
import type { TaskRuns } from './task-runs';

export interface DataMigrationWorld {
  subscriptionId: string;
  store: StateFile<State>;
  runs: TaskRuns;
  pace: Pace;
}

/** How long things take. */
export interface Pace {
  /** Creating, starting, stopping and deleting a service; in Azure it is ten minutes. */
  serviceSeconds: number;
  /** From PUT of a task until it runs. */
  queueSeconds: number;
}
