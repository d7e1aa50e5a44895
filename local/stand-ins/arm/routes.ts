// What the local Resource Manager answers about PostgreSQL servers, in every api-version.
import { type Answer, type Handler, Refusal, type Request } from '../http/messages';
import { parseBody } from '../http/parse-body';
import { askWalLevel } from './ask-wal-level';
import { armError } from './errors';
import type { Operation } from './operation';
import { serverBodySchema, serverFrom } from './server-body';
import { type RegisteredServer, type ServerKind, type ServerRegistry, serverKinds } from './server-registry';
import { configurationResources, serverResource } from './server-resource';

export const serverOperations = (registry: ServerRegistry): Operation[] => serverKinds.flatMap((kind) => operationsOf(kind, registry));

function operationsOf(kind: ServerKind, registry: ServerRegistry): Operation[] {
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

  const can = (what: string) => `Microsoft.DBforPostgreSQL/${kind}/${what}`;
  return [
    { method: 'GET', path: `/subscriptions/:subscription/${provider}`, action: can('read'), handle: () => list() },
    { method: 'GET', path: servers, action: can('read'), handle: ({ params }) => list(params.group) },
    { method: 'GET', path: server, action: can('read'), handle: (request) => ok(serverResource(subscriptionId, find(request))) },
    {
      method: 'PUT',
      path: server,
      action: can('write'),
      async handle(request) {
        const known = registry.get(keyOf(request));
        const registered = await readServer(request, keyOf(request), known);
        await registry.put(registered);
        return { status: known ? 200 : 201, body: serverResource(subscriptionId, registered) };
      },
    },
    {
      method: 'DELETE',
      path: server,
      action: can('delete'),
      handle: async (request) => ({ status: (await registry.remove(keyOf(request))) ? 200 : 204 }),
    },
    {
      method: 'GET',
      path: `${server}/replicas`, // a server of this machine has none
      action: can('replicas/read'),
      handle: (request) => {
        find(request);
        return ok({ value: [] });
      },
    },
    {
      method: 'GET',
      path: `${server}/configurations`,
      action: can('configurations/read'),
      handle: (request) => ok({ value: configurationResources(subscriptionId, find(request)) }),
    },
    {
      method: 'GET',
      path: `${server}/configurations/:configuration`,
      action: can('configurations/read'),
      handle: (request) => ok(findConfiguration(subscriptionId, find(request), request)),
    },
    { method: 'PUT', path: `${server}/configurations/:configuration`, action: can('configurations/write'), handle: uncontrolled },
    { method: 'PATCH', path: `${server}/configurations/:configuration`, action: can('configurations/write'), handle: uncontrolled },
    { method: 'PUT', path: `${server}/firewallRules/:rule`, action: can('firewallRules/write'), handle: uncontrolled },
    { method: 'DELETE', path: `${server}/firewallRules/:rule`, action: can('firewallRules/delete'), handle: uncontrolled },
    { method: 'POST', path: `${server}/restart`, action: can('restart/action'), handle: uncontrolled },
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
