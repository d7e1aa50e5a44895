/** Commands of the `az` tool for a person to run. Every value is quoted for a shell: names come from resource ids and requests. */
import type { ArmServerId } from './server-ids';

export const quoted = (value: string) => `'${value.replaceAll("'", `'\\''`)}'`;

type ServerOf = Pick<ArmServerId, 'kind' | 'subscriptionId' | 'resourceGroup' | 'server'>;

/** `verb`: as in `az postgres flexible-server <verb>`. `nameFlag`: some commands call the server's name otherwise. */
export function azServer({ kind, subscriptionId, resourceGroup, server }: ServerOf, verb: string, flags = '', nameFlag = '--name'): string {
  const group = kind === 'singleServer' ? 'az postgres server' : 'az postgres flexible-server';
  const where = `--subscription ${quoted(subscriptionId)} --resource-group ${quoted(resourceGroup)} ${nameFlag} ${quoted(server)}`;
  return `${group} ${verb} ${where}${flags ? ` ${flags}` : ''}`;
}

/** Lets the service principal do everything on a resource but give rights away. */
export const azContributor = (objectId: string, scope: string): string =>
  `az role assignment create --assignee-object-id ${quoted(objectId)} --assignee-principal-type ServicePrincipal --role Contributor --scope ${quoted(scope)}`;
