/** Lets the engine run the app's orchestrators and activities. */
import { type FunctionApp, findFunction, triggerOf } from '../core/function-app';
import { invoke } from '../core/invoke';
import type { ExtraInputs } from '../http/run-function';
import { errorText, type HostLog } from '../log';
import { activityFailure, activityMetadata, activityResult, toActivityInput } from './activity-data';
import type { RunActivity } from './engine';
import { stateFromError, stateFromResponse } from './parse-state';
import { findReusedTask, reusedTaskWarning } from './reused-tasks';
import { hostTraps } from './traps';
import type { TurnPorts } from './turn';

const triggers = { orchestrator: 'orchestrationTrigger', activity: 'activityTrigger' } as const;

export function createTurnPorts(app: FunctionApp, log: HostLog): TurnPorts {
  const warned = new Set<string>();

  function warnOfReusedTask(name: string, context: unknown): void {
    const task = warned.has(name) ? undefined : findReusedTask(context);
    if (!task) return;
    warned.add(name);
    log.warn(name, reusedTaskWarning(name, task));
  }

  return {
    exists: (kind, name) => findFunction(app, name, triggers[kind]) !== undefined,
    async invoke(name, payload) {
      const { functionName, bindingName } = locate(app, name, 'orchestrator');
      try {
        const inputs = [{ name: bindingName, data: { string: JSON.stringify(payload) } }];
        return stateFromResponse(await invoke(app, { functionName, inputs, inspect: (context) => warnOfReusedTask(name, context) }));
      } catch (error) {
        const state = stateFromError(error);
        if (!state) throw error;
        return state;
      }
    },
  };
}

export function createRunActivity(app: FunctionApp, log: HostLog, extraInputs: ExtraInputs): RunActivity {
  return async (name, input, instanceId) => {
    const startedAt = performance.now();
    const about = () => `instance '${instanceId}', ${Math.round(performance.now() - startedAt)} ms`;
    try {
      const { functionName, bindingName } = locate(app, name, 'activity');
      const inputs = [{ name: bindingName, data: toActivityInput(input) }, ...extraInputs(functionName)];
      const response = await invoke(app, { functionName, inputs, triggerMetadata: activityMetadata(instanceId, input) });
      log.info(name, `Executed (Succeeded, ${about()})`);
      return { result: activityResult(response) };
    } catch (error) {
      log.error(name, `Executed (Failed, ${about()}): ${errorText(error)}`);
      return { failure: activityFailure(name, error) };
    }
  };
}

function locate(app: FunctionApp, name: string, kind: keyof typeof triggers): { functionName: string; bindingName: string } {
  const found = findFunction(app, name, triggers[kind]);
  const trigger = found && triggerOf(found.metadata);
  if (!found || !trigger) throw hostTraps.unknownFunction(kind, name);
  return { functionName: found.metadata.name, bindingName: trigger.name };
}
