// Server parameters: of a local server the real ones, written as ALTER SYSTEM does; of others those that it was registered with.
import { z } from 'zod';
import { type Answer, Refusal, type Request } from '../../http/messages';
import { parseBody } from '../../http/parse-body';
import { armError } from '../errors';
import type { Operation } from '../operation';
import { type Configuration, configurationsOf } from './configurations';
import { findControlledServer, findServer } from './find-server';
import type { ServerPace } from './pace';
import type { RegisteredServer, ServerKind, ServerRegistry } from './server-registry';
import { serverId } from './server-resource';
import { writeParameter } from './write-parameter';

const bodySchema = z.object({ properties: z.object({ value: z.string(), source: z.string().optional() }) });

export function configurationOperations(kind: ServerKind, registry: ServerRegistry, pace: ServerPace): Operation[] {
  const configurations = `/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.DBforPostgreSQL/${kind}/:server/configurations`;
  const configuration = `${configurations}/:configuration`;
  const can = (what: string) => `Microsoft.DBforPostgreSQL/${kind}/configurations/${what}`;
  const resource = (server: RegisteredServer, { name, ...properties }: Configuration) => ({
    id: `${serverId(registry.subscriptionId, server)}/configurations/${name}`,
    name,
    type: `Microsoft.DBforPostgreSQL/${kind}/configurations`,
    properties,
  });
  async function find(server: RegisteredServer, { params }: Request): Promise<Configuration> {
    const wanted = params.configuration ?? '';
    const found = (await configurationsOf(server)).find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
    if (found) return found;
    throw new Refusal(armError(404, 'ConfigurationNotExists', `The configuration '${wanted}' does not exist for server '${server.name}'.`));
  }

  async function write(request: Request): Promise<Answer> {
    const server = findControlledServer(registry, kind, request);
    const { properties } = parseBody(request.body, bodySchema, (message) => armError(400, 'InvalidRequestContent', message));
    await writeParameter(registry, server, await find(server, request), properties.value);
    const now = findServer(registry, kind, request);
    return pace.finish(request, server.location, { status: 200, body: resource(now, await find(now, request)) });
  }

  return [
    {
      method: 'GET',
      path: configurations,
      action: can('read'),
      async handle(request) {
        const server = findServer(registry, kind, request);
        return { status: 200, body: { value: (await configurationsOf(server)).map((each) => resource(server, each)) } };
      },
    },
    {
      method: 'GET',
      path: configuration,
      action: can('read'),
      async handle(request) {
        const server = findServer(registry, kind, request);
        return { status: 200, body: resource(server, await find(server, request)) };
      },
    },
    { method: 'PUT', path: configuration, action: can('write'), handle: write },
    { method: 'PATCH', path: configuration, action: can('write'), handle: write },
  ];
}
