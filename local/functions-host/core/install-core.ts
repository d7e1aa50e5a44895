/**
 * Answers `require('@azure/functions-core')` with the app's core API. @azure/functions asks once and keeps the answer for ever, so this
 * must happen before the app is loaded. Patching `Module._load` works on Node 20, 22 and 24, for CommonJS and ESM apps.
 */
import Module from 'node:module';
import type { CoreApi } from './core-api';

type Load = (request: string, ...rest: unknown[]) => unknown;

export function installCore(api: CoreApi): void {
  const loader = Module as unknown as { _load: Load };
  const original = loader._load;
  loader._load = function load(this: unknown, request, ...rest) {
    return request === '@azure/functions-core' ? api : original.call(this, request, ...rest);
  };
}
