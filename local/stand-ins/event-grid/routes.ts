// What the local Event Grid answers: publishing to its topic, and what a real one does through Resource Manager, under /_local.
import { z } from 'zod';
import type { Tokens } from '../entra/tokens';
import { type Answer, Refusal, type Request } from '../http/messages';
import { parseBody } from '../http/parse-body';
import type { Route } from '../http/routes';
import { requirePublisher } from './authorize';
import { eventGridError } from './errors';
import type { EventGrid } from './open-event-grid';
import { decodePublished } from './published-events';
import type { Subscription } from './subscriptions';

const publishVersion = '2018-01-01';

const subscriptionBody = z.strictObject({
  endpoint: z.url({ protocol: /^https?$/ }),
  schema: z.enum(['CloudEventSchemaV1_0', 'EventGridSchema']).default('CloudEventSchemaV1_0'),
});

/** The service's rule for names of event subscriptions. */
const subscriptionName = /^[A-Za-z0-9-]{3,64}$/;

export function eventGridRoutes(grid: EventGrid, tokens: Tokens, tenantAuthority: () => string): Route[] {
  const path = '/_local/subscriptions';
  const agree = async ({ params, query }: Request): Promise<Answer> =>
    (await grid.agree(params.name ?? '', query.get('token') ?? ''))
      ? { status: 200, body: view(existing(grid, params.name)) }
      : eventGridError(404, 'NotFound', 'No subscription waits for this validation.');
  return [
    {
      method: 'POST',
      path: '/api/events',
      async handle(request) {
        await requirePublisher(request, grid.key, tokens, tenantAuthority);
        const version = request.query.get('api-version');
        if (version !== publishVersion)
          return eventGridError(400, 'BadRequest', `api-version must be ${publishVersion}, not '${version ?? ''}'.`);
        grid.publish(decodePublished(request.headers['content-type'], request.body));
        return { status: 200 };
      },
    },
    { method: 'GET', path: '/_local/events', handle: () => ({ status: 200, body: grid.events().map(({ event }) => event) }) },
    { method: 'GET', path, handle: () => ({ status: 200, body: grid.subscriptions().map(view) }) },
    { method: 'GET', path: `${path}/:name`, handle: ({ params }) => ({ status: 200, body: view(existing(grid, params.name)) }) },
    { method: 'PUT', path: `${path}/:name`, handle: (request) => putSubscription(grid, request) },
    {
      method: 'DELETE',
      path: `${path}/:name`,
      handle: async ({ params }) => ({ status: (await grid.unsubscribe(params.name ?? '')) ? 200 : 204 }),
    },
    { method: 'GET', path: `${path}/:name/validate`, handle: agree },
    { method: 'POST', path: `${path}/:name/validate`, handle: agree },
  ];
}

async function putSubscription(grid: EventGrid, { params, body, baseUrl }: Request): Promise<Answer> {
  const name = params.name ?? '';
  if (!subscriptionName.test(name))
    return eventGridError(400, 'InvalidRequest', `'${name}' is no name for a subscription: 3-64 letters, digits and '-'.`);
  const { endpoint, schema } = parseBody(body, subscriptionBody, (message) => eventGridError(400, 'InvalidRequest', message));
  const isNew = grid.subscription(name) === undefined;
  const validationUrl = (token: string) => `${baseUrl}/_local/subscriptions/${name}/validate?token=${token}`;
  const outcome = await grid.subscribe({ name, endpoint, schema }, validationUrl);
  if (outcome.kind === 'refused') {
    return eventGridError(400, 'UrlValidationFailed', `The webhook did not agree to get events: ${outcome.problem}. Nothing was changed.`);
  }
  return { status: isNew ? 201 : 200, body: view(existing(grid, name)) };
}

function existing(grid: EventGrid, name: string | undefined): Subscription {
  const subscription = grid.subscription(name ?? '');
  if (subscription) return subscription;
  throw new Refusal(eventGridError(404, 'ResourceNotFound', `The topic has no subscription '${name}'.`));
}

/** Without the token, which only the webhook and its owner get. */
const view = ({ validationToken: _token, ...shown }: Subscription) => shown;
