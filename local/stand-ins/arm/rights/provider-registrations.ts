// Resource providers of the subscription: registered unless a test says otherwise; registering one takes as long as it is told to.
import { z } from 'zod';
import type { Answer } from '../../http/messages';
import { parseBody } from '../../http/parse-body';
import type { Route } from '../../http/routes';
import { armError } from '../errors';
import type { Operation } from '../operation';

export interface ProviderRegistrations {
  operations: Operation[];
  /** PUT /_local/providers: `{"Microsoft.DataMigration": {"state": "NotRegistered", "seconds": 2}}`. Others are Registered. */
  localRoute: Route;
}

const settingsSchema = z.record(
  z.string(),
  z.strictObject({
    state: z.enum(['NotRegistered', 'Registered']),
    /** From POST until it is Registered. */ seconds: z.number().min(0).max(3600).default(0),
  }),
);

/** In memory: a restart registers all. */
export function providerRegistrations(): ProviderRegistrations {
  const known = new Map<string, { registeredOnMs: number; seconds: number }>();
  const stateOf = (namespace: string) => {
    const registeredOnMs = known.get(namespace.toLowerCase())?.registeredOnMs ?? 0;
    if (registeredOnMs === Number.POSITIVE_INFINITY) return 'NotRegistered';
    return Date.now() < registeredOnMs ? 'Registering' : 'Registered';
  };
  const shown = (subscription = '', namespace = ''): Answer => ({
    status: 200,
    body: {
      id: `/subscriptions/${subscription}/providers/${namespace}`,
      namespace,
      registrationState: stateOf(namespace),
      resourceTypes: [],
    },
  });
  const path = '/subscriptions/:subscription/providers/:namespace';
  return {
    operations: [
      {
        method: 'GET',
        path,
        action: 'Microsoft.Resources/subscriptions/providers/read',
        handle: ({ params: { subscription, namespace } }) => shown(subscription, namespace),
      },
      {
        method: 'POST',
        path: `${path}/register`,
        action: ({ params: { namespace } }) => `${namespace}/register/action`,
        handle({ params: { subscription, namespace = '' } }) {
          const provider = known.get(namespace.toLowerCase());
          if (provider && stateOf(namespace) === 'NotRegistered') provider.registeredOnMs = Date.now() + provider.seconds * 1000;
          return shown(subscription, namespace);
        },
      },
    ],
    localRoute: {
      method: 'PUT',
      path: '/_local/providers',
      handle({ body }) {
        const settings = parseBody(body, settingsSchema, (message) => armError(400, 'InvalidRequestContent', message));
        known.clear();
        for (const [namespace, { state, seconds }] of Object.entries(settings))
          known.set(namespace.toLowerCase(), { seconds, registeredOnMs: state === 'Registered' ? 0 : Number.POSITIVE_INFINITY });
        return { status: 200, body: settings };
      },
    },
  };
}
