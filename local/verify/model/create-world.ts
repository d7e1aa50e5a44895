/** Makes the world of one sequence: its orchestrations, its durable client, its luck. */
import { randomUUID } from 'node:crypto';
import type { OrchestrationHandler } from 'durable-functions';
import { migration } from '../../../orchestrators/migration';
import { recoverMigration } from '../../../orchestrators/recover-migration';
import { instanceIds } from '../../../shared/domain/names';
import type { InstancePort, InstanceStatus } from '../../../shared/migrations/reconcile';
import { partitionOf } from '../../../shared/state/locate';
import { drawOf } from '../random';
import type { Clock } from './clock';
import { fastActivities } from './fast-activities';
import { injectedFault } from './injected-fault';
import { createStage } from './stage';
import { subOrchestrators } from './state-activities';
import type { World } from './world';

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
