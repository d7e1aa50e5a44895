/** One target server with the migrations of one sequence, its own clock, and what was promised to callers. */
import type { ExistingDatabase, TargetServerId } from '../../../shared/domain/migration';
import type { InstancePort } from '../../../shared/migrations/reconcile';
import type { Clock } from './clock';
import type { Stage } from './stage';

export interface World {
  seed: number;
  clock: Clock;
  target: TargetServerId;
  partition: string;
  /** What the target server has. */
  existing: Map<string, ExistingDatabase>;
  /** Ids of migrations in the order of their creation. */
  ids: string[];
  /** Migrations that have to end Canceled, with what was answered. */
  promises: Map<string, string>;
  /** Codes of the refusals that callers got. */
  refusals: string[];
  /** Activities that were called, for late repetitions. */
  calls: { name: string; input: { migrationId: string } }[];
  /** While true, activities fail, are doubled or held back now and then. */
  faulty: boolean;
  stage: Stage;
  port(losing?: 'events' | 'start'): InstancePort;
  /** Between 0 and 1; the same for the same question about the same migration, whatever its id. */
  draw(migrationId: string, question: string): number;
  /** Moves the sequence's clock. Timers fire in `catchUp`. */
  elapse(ms: number): void;
  catchUp(): Promise<void>;
}
