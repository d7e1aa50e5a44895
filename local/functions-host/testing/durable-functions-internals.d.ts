/** What the package does not export but df.app.orchestration registers; the version is pinned, so the path is stable. */
declare module 'durable-functions/lib/src/util/testingUtils' {
  import type { OrchestrationHandler } from 'durable-functions';

  export function createOrchestrator(handler: OrchestrationHandler): (trigger: unknown, context: unknown) => Promise<unknown>;
}
