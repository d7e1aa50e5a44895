// Which target server a command is about: `az`'s three options, or the whole resource id as --name.
import { parseServerResourceId, serverResourceId } from '../../shared/contract/arm-ids';
import { usageFailure } from '../failure';
import type { Session } from '../session';

export interface TargetOptions {
  subscription?: string;
  resourceGroup?: string;
  name?: string;
}

/** The resource id of the target. */
export function targetId(options: TargetOptions, session: Session): string {
  const { name } = options;
  if (!name) throw usageFailure('--name (-n) is required: the target flexible server, by its name or resource id.');
  if (name.includes('/')) {
    const id = parseServerResourceId(name);
    if (id?.kind !== 'flexibleServer') throw usageFailure(`--name: '${name}' is not the resource id of a flexible server.`);
    return serverResourceId(id);
  }
  const { environment } = session.terminal;
  const { local } = session.client.connection;
  const subscriptionId = options.subscription ?? environment.AZURE_SUBSCRIPTION_ID ?? local?.subscriptionId;
  const resourceGroup = options.resourceGroup ?? environment.AZURE_DEFAULTS_GROUP ?? local?.resourceGroup;
  if (!subscriptionId) throw usageFailure('--subscription is required (or AZURE_SUBSCRIPTION_ID).');
  if (!resourceGroup) throw usageFailure('--resource-group (-g) is required (or AZURE_DEFAULTS_GROUP).');
  return serverResourceId({ subscriptionId, resourceGroup, server: name });
}
