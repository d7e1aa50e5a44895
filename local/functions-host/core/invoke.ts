/** Runs one function, in the steps and with the hooks of the Node worker (its InvocationHandler.ts). */
import { randomUUID } from 'node:crypto';
import type { CoreInvocationContext, InvocationRequest, InvocationResponse } from './core-api';
import type { FunctionApp, HookName } from './function-app';

export interface Invocation {
  functionName: string;
  inputs: InvocationRequest['inputData'];
  triggerMetadata?: InvocationRequest['triggerMetadata'];
  /** Sees the invocation context after the function ended, whatever the outcome. */
  inspect?: (context: unknown) => void;
}

/** Throws what the function threw. */
export async function invoke(
  app: FunctionApp,
  { functionName, inputs, triggerMetadata, inspect }: Invocation,
): Promise<InvocationResponse> {
  const registered = app.functions.get(functionName);
  const programmingModel = app.model();
  if (!registered || !programmingModel) throw new Error(`Function '${functionName}' is not registered.`);

  const invocationId = randomUUID();
  const core: CoreInvocationContext = {
    invocationId,
    metadata: registered.metadata,
    state: undefined,
    request: { invocationId, functionId: functionName, inputData: inputs, triggerMetadata },
    log: (level, category, message) => app.log(level, category, message, functionName, invocationId),
  };
  const model = await programmingModel.getInvocationModel(core);
  const { context, inputs: functionInputs } = await model.getArguments();
  const hookData = {};
  const shared = { hookData, appHookData: app.appHookData, invocationContext: context };

  // Hooks may replace the inputs and the function itself.
  const before = { ...shared, functionCallback: registered.callback, inputs: functionInputs };
  await runHooks(app, core, 'preInvocation', before);

  const after: Record<string, unknown> = { ...shared, inputs: before.inputs, result: null, error: null };
  core.state = 'invocation';
  try {
    after.result = await model.invokeFunction(context, before.inputs, before.functionCallback);
  } catch (error) {
    after.error = error ?? new Error(`Function '${functionName}' threw '${error}' instead of an Error.`);
  }
  inspect?.(context);
  await runHooks(app, core, 'postInvocation', after);
  if (after.error) throw after.error;
  return model.getResponse(context, after.result);
}

async function runHooks(app: FunctionApp, core: CoreInvocationContext, name: HookName, context: Record<string, unknown>): Promise<void> {
  if (app.hooks[name].length === 0) return;
  core.state = name === 'preInvocation' ? 'preInvocationHooks' : 'postInvocationHooks';
  for (const hook of app.hooks[name]) await hook(context);
  core.state = undefined;
}
