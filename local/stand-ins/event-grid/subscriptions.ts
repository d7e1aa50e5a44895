// The subscriptions of the topic and how far each of them has got, kept in a file.
import { join } from 'node:path';
import { z } from 'zod';
import { openStateFile } from '../../files/state-file';

const subscriptionSchema = z.object({
  name: z.string(),
  endpoint: z.string(),
  schema: z.enum(['CloudEventSchemaV1_0', 'EventGridSchema']),
  /** Nothing is delivered before the webhook has agreed. */
  provisioningState: z.enum(['Succeeded', 'AwaitingManualAction']),
  /** Part of the address by which a person agrees. */
  validationToken: z.string(),
  /** Sequence of the last event that is dealt with. */
  cursor: z.number().int(),
  delivered: z.number().int(),
  /** Events that the webhook refused for good, or that outlived their attempts. */
  dropped: z.number().int(),
  lastProblem: z.string().optional(),
});
export type Subscription = z.infer<typeof subscriptionSchema>;

const fileSchema = z.object({ subscriptions: z.record(z.string(), subscriptionSchema) });

export interface Subscriptions {
  list(): Subscription[];
  get(name: string): Subscription | undefined;
  put(subscription: Subscription): Promise<void>;
  /** Changes a subscription, if it is still there. */
  change(name: string, edit: (subscription: Subscription) => void): Promise<void>;
  remove(name: string): Promise<boolean>;
}

const keyOf = (name: string) => name.toLowerCase();

export async function openSubscriptions(directory: string): Promise<Subscriptions> {
  const file = await openStateFile<z.infer<typeof fileSchema>>(join(directory, 'subscriptions.json'), fileSchema, () => ({
    subscriptions: {},
  }));
  return {
    list: () => Object.values(file.read().subscriptions),
    get: (name) => file.read().subscriptions[keyOf(name)],
    put: (subscription) =>
      file.update(({ subscriptions }) => {
        subscriptions[keyOf(subscription.name)] = subscription;
      }),
    change: (name, edit) =>
      file.update(({ subscriptions }) => {
        const subscription = subscriptions[keyOf(name)];
        if (subscription) edit(subscription);
      }),
    remove: (name) =>
      file.update(({ subscriptions }) => {
        const isThere = keyOf(name) in subscriptions;
        delete subscriptions[keyOf(name)];
        return isThere;
      }),
  };
}
