// Firewall rules of a server; where it is registered with `local.enforceFirewall`, they decide who may connect.
import { z } from 'zod';
import { type Answer, Refusal, type Request } from '../../http/messages';
import { parseBody } from '../../http/parse-body';
import { armError } from '../errors';
import type { Operation } from '../operation';
import { addressNumber } from './control/address-blocks';
import { findControlledServer, findServer } from './find-server';
import { keepFirewall } from './keep-firewall';
import type { ServerPace } from './pace';
import type { FirewallRule, RegisteredServer, ServerKind, ServerRegistry } from './server-registry';
import { serverId } from './server-resource';

const address = z.string().refine((text) => addressNumber(text) !== undefined, 'expected an IPv4 address');
const bodySchema = z.object({ properties: z.object({ startIpAddress: address, endIpAddress: address }) });

/** Azure's own for this resource. */
const namePattern = /^[a-zA-Z0-9][-_a-zA-Z0-9]{0,79}(?<!-)$/;

export function firewallOperations(kind: ServerKind, registry: ServerRegistry, pace: ServerPace): Operation[] {
  const rules = `/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.DBforPostgreSQL/${kind}/:server/firewallRules`;
  const rule = `${rules}/:rule`;
  const can = (what: string) => `Microsoft.DBforPostgreSQL/${kind}/firewallRules/${what}`;
  const resource = (server: RegisteredServer, { name, startIpAddress, endIpAddress }: FirewallRule) => ({
    id: `${serverId(registry.subscriptionId, server)}/firewallRules/${name}`,
    name,
    type: `Microsoft.DBforPostgreSQL/${kind}/firewallRules`,
    properties: { startIpAddress, endIpAddress },
  });

  async function write(request: Request): Promise<Answer> {
    const server = findControlledServer(registry, kind, request);
    const { rule: name = '' } = request.params;
    if (!namePattern.test(name)) throw refused('InvalidParameterValue', `The name '${name}' of the firewall rule is not valid.`);
    const { properties } = parseBody(request.body, bodySchema, (message) => armError(400, 'InvalidRequestContent', message));
    if ((addressNumber(properties.startIpAddress) ?? 0) > (addressNumber(properties.endIpAddress) ?? 0))
      throw refused(
        'InvalidParameterValue',
        `The start address ${properties.startIpAddress} is greater than the end address ${properties.endIpAddress}.`,
      );
    const known = server.firewallRules[name.toLowerCase()];
    const written = { name: known?.name ?? name, ...properties };
    await registry.change(server, (draft) => {
      draft.firewallRules[name.toLowerCase()] = written;
    });
    await keepFirewall(registry, server);
    return pace.finish(request, server.location, { status: known ? 200 : 201, body: resource(server, written) });
  }

  async function remove(request: Request): Promise<Answer> {
    const server = findControlledServer(registry, kind, request);
    const key = (request.params.rule ?? '').toLowerCase();
    if (!server.firewallRules[key]) return { status: 204 };
    await registry.change(server, (draft) => {
      delete draft.firewallRules[key];
    });
    await keepFirewall(registry, server);
    return pace.finish(request, server.location, { status: 200 });
  }

  return [
    {
      method: 'GET',
      path: rules,
      action: can('read'),
      handle(request) {
        const server = findServer(registry, kind, request);
        return { status: 200, body: { value: Object.values(server.firewallRules).map((each) => resource(server, each)) } };
      },
    },
    {
      method: 'GET',
      path: rule,
      action: can('read'),
      handle(request) {
        const server = findServer(registry, kind, request);
        const { rule: name = '' } = request.params;
        const found = server.firewallRules[name.toLowerCase()];
        if (found) return { status: 200, body: resource(server, found) };
        return armError(404, 'ResourceNotFound', `The requested resource of type 'firewallRules' with name '${name}' was not found.`);
      },
    },
    { method: 'PUT', path: rule, action: can('write'), handle: write },
    { method: 'DELETE', path: rule, action: can('delete'), handle: remove },
  ];
}

const refused = (code: string, message: string) => new Refusal(armError(400, code, message));
