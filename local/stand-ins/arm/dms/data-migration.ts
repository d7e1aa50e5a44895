// The local Azure Database Migration Service (classic), as `@azure/arm-datamigration` 2.1.1 sees it: PostgreSQL to PostgreSQL.
import { join } from 'node:path';
import { openStateFile } from '../../../files/state-file';
import type { Route } from '../../http/routes';
import type { Operation } from '../operation';
import { failInterruptedTasks } from './interrupted-tasks';
import { nameRoutes } from './routes/names';
import { paceRoute } from './routes/pace';
import { projectRoutes } from './routes/projects';
import { serviceRoutes } from './routes/services';
import { taskRoutes } from './routes/tasks';
import { followingOperations } from './service-operations';
import { provisioningState, type State, stateSchema } from './state';
import { taskRuns } from './task-runs';
import type { DataMigrationWorld } from './world';

export interface DataMigrationOptions {
  directory: string;
  subscriptionId: string;
  /** PEM text of the authority that servers with TLS are checked against. */
  ca: string;
  log(line: string): void;
}

export interface DataMigration {
  operations: Operation[];
  /** Its settings, which need no token. */
  localRoutes: Route[];
  /** Ends running tasks, which count as interrupted. */
  close(): Promise<void>;
}

export async function openDataMigration({ directory, subscriptionId, ca, log }: DataMigrationOptions): Promise<DataMigration> {
  const store = await openStateFile<State>(join(directory, 'data-migration.json'), stateSchema, () => ({ services: {} }));
  await store.update((state) => {
    failInterruptedTasks(state);
    for (const [key, service] of Object.entries(state.services)) if (provisioningState(service) === 'Gone') delete state.services[key];
  });
  const pace = { serviceSeconds: 0, queueSeconds: 0 };
  const runs = taskRuns({ store, ca, queueMs: () => pace.queueSeconds * 1000, log });
  const world: DataMigrationWorld = { subscriptionId, store, runs, pace };
  return {
    operations: [...serviceRoutes(world), ...projectRoutes(world), ...taskRoutes(world), ...nameRoutes(world), ...followingOperations],
    localRoutes: [paceRoute(pace)],
    close: () => runs.close(),
  };
}
