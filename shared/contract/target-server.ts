/** Reads `targetDbServerResourceId`, which requests have that name the target in their body; PUT has it in its path. */
import type { TargetServerId } from '../domain/migration';
import type { RejectionDetail } from '../domain/rejections';
import { parseServerResourceId } from './arm-ids';
import { shown } from './fields';
import { violation } from './violations';

/** Without a text nothing is told here: the schema says that it is required. */
export function readTarget(text: string | undefined): { id?: TargetServerId; problems: RejectionDetail[] } {
  if (text === undefined) return { problems: [] };
  const resource = parseServerResourceId(text);
  if (resource?.kind !== 'flexibleServer') {
    const rule = `must be the resource id of the target flexible server ('/subscriptions/.../flexibleServers/<name>'), not ${shown(text)}`;
    return { problems: [violation('properties.targetDbServerResourceId', rule)] };
  }
  const { subscriptionId, resourceGroup, server } = resource;
  return { id: { subscriptionId, resourceGroup, server }, problems: [] };
}
