/** The query parameters of `GET /api/catalog/...`. */
import { networkIdPattern, plainId } from '../domain/network-ids';
import type { RejectionDetail } from '../domain/rejections';
import type { ArmServerId } from '../domain/server-ids';
import { parseServerResourceId } from './arm-ids';
import { shown } from './fields';
import { rejectionOf, violation } from './violations';

export interface CatalogScope {
  subscriptionId: string;
  /** Absent: all of the subscription. */
  resourceGroup?: string;
}

const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const groupName = /^[\w.()-]{1,90}$/;

/** Throws a Rejection InvalidParameter with every violation. */
export function readScope(query: URLSearchParams): CatalogScope {
  const subscriptionId = query.get('subscriptionId')?.trim();
  const resourceGroup = query.get('resourceGroup')?.trim() || undefined;
  const found: RejectionDetail[] = [];
  if (!subscriptionId) found.push(violation('subscriptionId', 'is required'));
  if (subscriptionId && !guid.test(subscriptionId)) {
    found.push(violation('subscriptionId', `must be the id of a subscription, a GUID, not ${shown(subscriptionId)}`));
  }
  if (resourceGroup && !groupName.test(resourceGroup)) {
    found.push(violation('resourceGroup', `must be 1 to 90 letters, digits, '-', '_', '.', '(' or ')', not ${shown(resourceGroup)}`));
  }
  if (!subscriptionId || found.length) throw rejectionOf(found);
  return { subscriptionId, ...(resourceGroup ? { resourceGroup } : {}) };
}

/** Default: `source`. */
export function readServerKind(query: URLSearchParams): 'source' | 'target' {
  const given = query.get('kind')?.trim() || 'source';
  const kind = (['source', 'target'] as const).find((word) => word === given.toLowerCase());
  if (kind) return kind;
  throw rejectionOf([violation('kind', `must be 'source' or 'target', not ${shown(given)}`)]);
}

export function readServer(query: URLSearchParams): ArmServerId {
  const given = required(query, 'server');
  const server = parseServerResourceId(given);
  if (server) return server;
  const forms = "('/subscriptions/.../providers/Microsoft.DBforPostgreSQL/servers/<name>' or '.../flexibleServers/<name>')";
  throw rejectionOf([violation('server', `must be the resource id of a Single or Flexible Server ${forms}, not ${shown(given)}`)]);
}

export function readVirtualNetwork(query: URLSearchParams): string {
  const given = required(query, 'virtualNetwork');
  if (networkIdPattern.test(given)) return plainId(given);
  const form = "('/subscriptions/.../providers/Microsoft.Network/virtualNetworks/<name>')";
  throw rejectionOf([violation('virtualNetwork', `must be the resource id of a virtual network ${form}, not ${shown(given)}`)]);
}

function required(query: URLSearchParams, field: string): string {
  const given = query.get(field)?.trim();
  if (given) return given;
  throw rejectionOf([violation(field, 'is required')]);
}
