/**
 * '@azure/functions-core' under jest (moduleNameMapper in jest.config.cjs): a registry in memory, so that a test can load the app's own
 * registrations and find what was registered.
 */
import { createFunctionApp, type RegisteredFunction } from '../../local/functions-host/core/function-app';

/** Everything that the modules loaded by this test file registered. */
export const registeredApp = createFunctionApp(() => undefined);

export function registeredFunction(name: string): RegisteredFunction {
  const found = registeredApp.functions.get(name);
  if (!found)
    throw new Error(`No function '${name}' is registered; registered are: ${[...registeredApp.functions.keys()].join(', ') || 'none'}.`);
  return found;
}

export const { version, hostVersion, Disposable, log, registerFunction, registerHook, setProgrammingModel, getProgrammingModel } =
  registeredApp.api;
