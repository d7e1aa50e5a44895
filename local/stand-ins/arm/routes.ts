// What the local Resource Manager answers about PostgreSQL servers, in every api-version.
import type { Tokens } from '../entra/tokens';
import { type Answer, type Handler, Refusal, type Request } from '../http/messages';
import { parseBody } from '../http/parse-body';
import type { Route } from '../http/routes';
import { askWalLevel } from './ask-wal-level';
import { withToken } from './authorize';
import { armError } from './errors';
import { serverBodySchema, serverFrom } from './server-body';
import { type RegisteredServer, type ServerKind, type ServerRegistry, serverKinds } from './server-registry';
import { configurationResources, serverResource } from './server-resource';

/** `more`: routes of other resource providers, guarded alike. */
export function armRoutes(registry: ServerRegistry, tokens: Tokens, tenantAuthority: () => string, more: Route[]): Route[] {
  return [...serverKinds.flatMap((kind) => kindRoutes(kind, registry)), ...more].map((route) => ({
    ...route,
    handle: withToken(tokens, tenantAuthority, inSubscription(registry, route.handle)),
  }));
}

function kindRoutes(kind: ServerKind, registry: ServerRegistry): Route[] {
  const { subscriptionId } = registry;
  const provider = `providers/Microsoft.DBforPostgreSQL/${kind}`;
  const servers = `/subscriptions/:subscription/resourceGroups/:group/${provider}`;
  const server = `${servers}/:server`;
  const ok = (body: unknown): Answer => ({ status: 200, body });
  const keyOf = ({ params }: Request) => ({ kind, resourceGroup: params.group ?? '', name: params.server ?? '' });
  const find = (request: Request): RegisteredServer => {
    const found = registry.get(keyOf(request));
    if (found) return found;
    const { server: name, group } = request.params;
    const message = `The Resource 'Microsoft.DBforPostgreSQL/${kind}/${name}' under resource group '${group}' was not found.`;
    throw new Refusal(armError(404, 'ResourceNotFound', message));
  };
  const list = (group?: string) => ok({ value: registry.list(kind, group).map((entry) => serverResource(subscriptionId, entry)) });
  const uncontrolled: Handler = (request) => notControlled(find(request), request);

  return [
    { method: 'GET', path: `/subscriptions/:subscription/${provider}`, handle: () => list() },
    { method: 'GET', path: servers, handle: ({ params }) => list(params.group) },
    { method: 'GET', path: server, handle: (request) => ok(serverResource(subscriptionId, find(request))) },
    {
      method: 'PUT',
      path: server,
      async handle(request) {
        const known = registry.get(keyOf(request));
        const registered = await readServer(request, keyOf(request), known);
        await registry.put(registered);
        return { status: known ? 200 : 201, body: serverResource(subscriptionId, registered) };
      },
    },
    { method: 'DELETE', path: server, handle: async (request) => ({ status: (await registry.remove(keyOf(request))) ? 200 : 204 }) },
    {
      method: 'GET',
      path: `${server}/replicas`, // a server of this machine has none
      handle: (request) => {
        find(request);
        return ok({ value: [] });
      },
    },
    {
      method: 'GET',
      path: `${server}/configurations`,
      handle: (request) => ok({ value: configurationResources(subscriptionId, find(request)) }),
    },
    {
      method: 'GET',
      path: `${server}/configurations/:configuration`,
      handle: (request) => ok(findConfiguration(subscriptionId, find(request), request)),
    },
    { method: 'PUT', path: `${server}/configurations/:configuration`, handle: uncontrolled },
    { method: 'PATCH', path: `${server}/configurations/:configuration`, handle: uncontrolled },
    { method: 'PUT', path: `${server}/firewallRules/:rule`, handle: uncontrolled },
    { method: 'DELETE', path: `${server}/firewallRules/:rule`, handle: uncontrolled },
    { method: 'POST', path: `${server}/restart`, handle: uncontrolled },
  ];
}

async function readServer(
  request: Request,
  key: Pick<RegisteredServer, 'kind' | 'resourceGroup' | 'name'>,
  known?: RegisteredServer,
): Promise<RegisteredServer> {
  const body = parseBody(request.body, serverBodySchema, (message) => armError(400, 'InvalidRequestContent', message));
  const server = serverFrom(key, body, known);
  if ('missing' in server) {
    const message = `properties.${server.missing} is missing. The local Resource Manager registers servers that run already; it does not create them.`;
    throw new Refusal(armError(400, 'InvalidRequestContent', message));
  }
  const password = body.properties.administratorLoginPassword;
  const walLevel = password === undefined ? undefined : await askWalLevel(server, password);
  return walLevel === undefined ? server : { ...server, walLevel };
}

function findConfiguration(subscriptionId: string, server: RegisteredServer, { params }: Request): unknown {
  const wanted = params.configuration ?? '';
  const found = configurationResources(subscriptionId, server).find(({ name }) => String(name).toLowerCase() === wanted.toLowerCase());
  if (found) return found;
  throw new Refusal(armError(404, 'ConfigurationNotExists', `The configuration '${wanted}' does not exist for server '${server.name}'.`));
}

function notControlled(server: RegisteredServer, request: Request): Answer {
  if (!server.local) {
    const message = `Server '${server.name}' was registered without properties.local, so its settings and restarts are not in the hands of the local Resource Manager.`;
    return armError(409, 'LocalServerNotControlled', message);
  }
  return armError(501, 'NotImplemented', `The local Resource Manager does not do ${request.method} ${request.path} yet.`);
}

function inSubscription({ subscriptionId }: ServerRegistry, handle: Handler): Handler {
  return (request) => {
    if (request.params.subscription?.toLowerCase() === subscriptionId) return handle(request);
    const message = `The subscription '${request.params.subscription}' could not be found. The local one is '${subscriptionId}'.`;
    return armError(404, 'SubscriptionNotFound', message);
  };
}
