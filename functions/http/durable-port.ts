/** The durable client as the use cases see it. */
import type { InvocationContext } from '@azure/functions';
import * as df from 'durable-functions';
import { type MigrationInput, orchestrationNames } from '../../shared/domain/durable-names';
import { instanceIds } from '../../shared/domain/names';
import type { DurablePort } from '../../shared/migrations/types';

/** The function must be registered with `extraInputs: [df.input.durableClient()]`. */
export function durablePort(context: InvocationContext): DurablePort {
  return {
    async start(migrationId) {
      const input: MigrationInput = { migrationId };
      const client = df.getClient(context);
      await client.startNew(orchestrationNames.migration, { instanceId: instanceIds.root(migrationId), input }).catch(unlessLive);
    },
    async raise(instanceId, eventName) {
      await df.getClient(context).raiseEvent(instanceId, eventName, {}).catch(unlessEnded);
    },
  };
}

/** The SDK tells outcomes by the texts of its errors alone (durable-functions 3.5.0, DurableClient; a 410 of raiseEvent and terminate it takes as success). */
const startedAlready = (message: string) => message.includes('unexpected status code: 409');
const isGone = (message: string) =>
  message.includes('No instance with ID') || /HTTP 404 response|unexpected status code: (404|410)/.test(message);

const unless =
  (isSuccess: (message: string) => boolean) =>
  (error: unknown): void => {
    if (!(error instanceof Error && isSuccess(error.message))) throw error;
  };

/** Starting an instance that lives already is success. */
export const unlessLive = unless(startedAlready);
/** Waking or ending an instance that is gone or has ended is success. */
export const unlessEnded = unless(isGone);
