// What the local Resource Manager answers about PostgreSQL servers, in every api-version.
import { type Answer, Refusal, type Request } from '../../http/messages';
import { parseBody } from '../../http/parse-body';
import { armError } from '../errors';
import type { Operation } from '../operation';
import { configurationOperations } from './configuration-operations';
import { restart } from './control/postmaster';
import { databaseOperations } from './database-operations';
import { findControlledServer, findServer, serverKeyOf } from './find-server';
import { firewallOperations } from './firewall-operations';
import { keepFirewall } from './keep-firewall';
import { type Logins, rememberedLogins } from './logins';
import type { ServerPace } from './pace';
import { serverBodySchema, serverFrom } from './server-body';
import { askServer } from './server-login';
import { type RegisteredServer, type ServerKind, type ServerRegistry, serverKinds } from './server-registry';
import { serverResource } from './server-resource';

export function serverOperations(registry: ServerRegistry, pace: ServerPace): Operation[] {
  const logins = rememberedLogins();
  return [...serverKinds.flatMap((kind) => operationsOf(kind, registry, pace, logins)), ...pace.operations];
}

function operationsOf(kind: ServerKind, registry: ServerRegistry, pace: ServerPace, logins: Logins): Operation[] {
  const { subscriptionId } = registry;
  const provider = `providers/Microsoft.DBforPostgreSQL/${kind}`;
  const servers = `/subscriptions/:subscription/resourceGroups/:group/${provider}`;
  const server = `${servers}/:server`;
  const ok = (body: unknown): Answer => ({ status: 200, body });
  const find = (request: Request) => findServer(registry, kind, request);
  const list = (group?: string) => ok({ value: registry.list(kind, group).map((entry) => serverResource(subscriptionId, entry)) });

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
        const known = registry.get(serverKeyOf(kind, request));
        const registered = await readServer(request, serverKeyOf(kind, request), known, logins);
        await registry.put(registered);
        await keepFirewall(registry, registered);
        return { status: known ? 200 : 201, body: serverResource(subscriptionId, registered) };
      },
    },
    {
      method: 'DELETE',
      path: server,
      action: can('delete'),
      handle: async (request) => ({ status: (await registry.remove(serverKeyOf(kind, request))) ? 200 : 204 }),
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
      method: 'POST',
      path: `${server}/restart`,
      action: can('restart/action'),
      async handle(request) {
        const { local, location } = findControlledServer(registry, kind, request);
        await restart(local.dataDirectory);
        await registry.change(serverKeyOf(kind, request), (draft) => {
          draft.pendingRestart = [];
        });
        return pace.finish(request, location, { status: 200 });
      },
    },
    ...databaseOperations(kind, registry, logins),
    ...configurationOperations(kind, registry, pace),
    ...firewallOperations(kind, registry, pace),
  ];
}

async function readServer(
  request: Request,
  key: Pick<RegisteredServer, 'kind' | 'resourceGroup' | 'name'>,
  known: RegisteredServer | undefined,
  logins: Logins,
): Promise<RegisteredServer> {
  const body = parseBody(request.body, serverBodySchema, (message) => armError(400, 'InvalidRequestContent', message));
  const server = serverFrom(key, body, known);
  if ('missing' in server) {
    const message = `properties.${server.missing} is missing. The local Resource Manager registers servers that run already; it does not create them.`;
    throw new Refusal(armError(400, 'InvalidRequestContent', message));
  }
  const password = body.properties.administratorLoginPassword;
  if (password === undefined) return server;
  logins.remember(key, password);
  const [answer] = (await askServer<{ wal_level: string }>(server, password, 'SHOW wal_level')) ?? [];
  return answer ? { ...server, walLevel: answer.wal_level } : server;
}
