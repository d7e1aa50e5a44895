/** Parts of `az` commands, from resource ids. */

export function partsOf(id: string): { subscriptionId: string; resourceGroup: string; name: string } {
  const [, subscriptionId = '', resourceGroup = ''] = /subscriptions\/([^/]+)\/resourceGroups\/([^/]+)/i.exec(id) ?? [];
  return { subscriptionId, resourceGroup, name: id.replace(/\/$/, '').split('/').at(-1) ?? '' };
}

/** `--subscription ... --resource-group ...` of a resource. */
export function azScope(id: string): string {
  const { subscriptionId, resourceGroup } = partsOf(id);
  return `--subscription '${subscriptionId}' --resource-group '${resourceGroup}'`;
}
