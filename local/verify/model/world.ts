/** One target server with the migrations of one sequence, its own clock, and what was promised to callers. */
import { randomUUID } from 'node:crypto';
import type { OrchestrationHandler } from 'durable-functions';
import { migration } from '../../../orchestrators/migration';
import { recoverMigration } from '../../../orchestrators/recover-migration';
import type { ExistingDatabase, TargetServerId } from '../../../shared/domain/migration';
import { instanceIds } from '../../../shared/domain/names';
import type { InstancePort, InstanceStatus } from '../../../shared/migrations/reconcile';
import { partitionOf } from '../../../shared/state/locate';
import { drawOf } from '../random';
import type { Clock } from './clock';
import { fastActivities } from './fast-activities';
import { injectedFault } from './injected-fault';
import { createStage, type Stage } from './stage';
import { subOrchestrators } from './state-activities';

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

export function createWorld(seed: number, clock: Clock): World {
  const target = { subscriptionId: randomUUID(), resourceGroup: 'rg', server: 'target' };
  const asked = new Map<string, number>();
  const world: Omit<World, 'stage'> = {
    seed,
    clock,
    target,
    partition: partitionOf(target),
    existing: new Map(),
    ids: [],
    promises: new Map(),
    refusals: [],
    calls: [],
    faulty: true,
    port: (losing) => portOf(complete, losing),
    draw(migrationId, question) {
      const key = `${world.ids.indexOf(migrationId)}:${question}`;
      const times = (asked.get(key) ?? 0) + 1;
      asked.set(key, times);
      return drawOf(seed, `${key}:${times}`);
    },
    elapse(ms) {
      clock.offsetMs += ms;
    },
    async catchUp() {
      await complete.stage.advanceTo(new Date());
    },
  };
  const complete: World = Object.assign(world, {
    stage: createStage({ orchestrators: subOrchestrators, activities: (stage) => fastActivities(world, stage) }),
  });
  return complete;
}

/** The durable client. What it is told to lose, it loses like a network does: the caller learns of it only where the host would tell. */
function portOf(world: World, losing?: 'events' | 'start'): InstancePort {
  const { stage } = world;
  const status = (instanceId: string) => stage.runOf(instanceId)?.view(instanceId).runtimeStatus as InstanceStatus | undefined;
  const begin = async (handler: OrchestrationHandler, instanceId: string, input: object) => {
    const live = status(instanceId);
    if (live === undefined) await stage.begin(handler, instanceId, input, new Date());
  };
  return {
    async start(migrationId) {
      if (!world.ids.includes(migrationId)) world.ids.push(migrationId);
      if (losing === 'start') throw injectedFault('the start was lost');
      await begin(migration as OrchestrationHandler, instanceIds.root(migrationId), { migrationId });
    },
    async raise(instanceId, eventName) {
      if (losing !== 'events') await stage.raise(instanceId, eventName);
    },
    status: async (instanceId) => status(instanceId),
    async startOrchestration(_name, instanceId, input) {
      await begin(recoverMigration as OrchestrationHandler, instanceId, input);
    },
    terminate: stage.terminate,
  };
}
