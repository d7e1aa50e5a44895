/** What is said of a server that is not there, or that Azure does not run now: by the prerequisites, the plan and the estimate alike. */
import { azServer, quoted } from './az-commands';
import { type ArmServerId, armServerId } from './server-ids';

export interface ServerProblem {
  message: string;
  objects: string[];
  /** With the command that helps. */
  fix: string;
}

export type Side = 'source' | 'target';

export function missingServer(side: Side, id: ArmServerId): ServerProblem {
  const { server, resourceGroup, kind, subscriptionId } = id;
  const noun = kind === 'singleServer' ? 'single server' : 'flexible server';
  const list = `az postgres ${kind === 'singleServer' ? 'server' : 'flexible-server'} list --subscription ${quoted(subscriptionId)} --output table`;
  return {
    message: `There is no ${noun} '${server}' in the resource group '${resourceGroup}'.`,
    objects: [armServerId(id)],
    fix: side === 'source' ? `Check sourceDbServerResourceId; what there is: ${list}` : `Create it first: ${azServer(id, 'create')}`,
  };
}

/** Undefined: it is ready. */
export function serverNotReady(side: Side, id: ArmServerId, state: string): ServerProblem | undefined {
  if (state === 'Ready') return undefined;
  return {
    message: `The ${side} server '${id.server}' is ${state || 'in an unknown state'}, not Ready.`,
    objects: [armServerId(id)],
    fix: toBeReady(id, state),
  };
}

function toBeReady(id: ArmServerId, state: string): string {
  switch (state) {
    case 'Stopped':
    case 'Stopping':
      return `Start it, then create a new migration: ${azServer(id, 'start')}`;
    case 'Inaccessible':
      return 'Give the server access to its encryption key in Key Vault again, wait until it is Ready, then create a new migration.';
    case 'Disabled':
    case 'Dropping':
      return 'The server is being removed or its subscription is disabled: name another server, or enable the subscription again.';
    default: // Starting, Restarting, Updating, Provisioning and what is to come
      return `It changes by itself. Wait until it is Ready, then create a new migration: ${azServer(id, 'show', '--query state')}`;
  }
}
