// Finds the server that a request's path names, or answers that there is none, or that it is not in our hands.
import { Refusal, type Request } from '../../http/messages';
import { armError } from '../errors';
import type { RegisteredServer, ServerKey, ServerKind, ServerRegistry } from './server-registry';

export const serverKeyOf = (kind: ServerKind, { params }: Request): ServerKey => ({
  kind,
  resourceGroup: params.group ?? '',
  name: params.server ?? '',
});

export function findServer(registry: ServerRegistry, kind: ServerKind, request: Request): RegisteredServer {
  const found = registry.get(serverKeyOf(kind, request));
  if (found) return found;
  const { server: name, group } = request.params;
  const message = `The Resource 'Microsoft.DBforPostgreSQL/${kind}/${name}' under resource group '${group}' was not found.`;
  throw new Refusal(armError(404, 'ResourceNotFound', message));
}

export type ControlledServer = RegisteredServer & { local: NonNullable<RegisteredServer['local']> };

export function findControlledServer(registry: ServerRegistry, kind: ServerKind, request: Request): ControlledServer {
  const found = findServer(registry, kind, request);
  if (found.local) return { ...found, local: found.local };
  const message = `Server '${found.name}' was registered without properties.local, so its settings and restarts are not in the hands of the local Resource Manager.`;
  throw new Refusal(armError(409, 'LocalServerNotControlled', message));
}
