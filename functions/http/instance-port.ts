/** The durable client as the reconciler sees it. */
import type { InvocationContext } from '@azure/functions';
import * as df from 'durable-functions';
import type { InstancePort, InstanceStatus } from '../../shared/migrations/reconcile';
import { durablePort, unlessEnded, unlessLive } from './durable-port';

/** The function must be registered with `extraInputs: [df.input.durableClient()]`. */
export function instancePort(context: InvocationContext): InstancePort {
  const client = df.getClient(context);
  return {
    ...durablePort(context),
    async status(instanceId) {
      try {
        return (await client.getStatus(instanceId, { showInput: false })).runtimeStatus as InstanceStatus;
      } catch (error) {
        unlessEnded(error);
        return undefined;
      }
    },
    async startOrchestration(name, instanceId, input) {
      await client.startNew(name, { instanceId, input }).catch(unlessLive);
    },
    async terminate(instanceId, reason) {
      await client.terminate(instanceId, reason).catch(unlessEnded);
    },
  };
}
