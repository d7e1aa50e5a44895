// The rights of docs/permissions.md and no other, as a person would give them: one custom role for each scope that applies.

import { customRoleActions, type PermissionPurpose, type PermissionScope } from '../../../shared/domain/permissions';
import type { AccessSettings } from '../../stand-ins/arm/rights/access-control';

export interface Scopes {
  subscriptionId: string;
  resourceGroup: string;
  /** Resource ids. */
  source: string;
  target: string;
  subnet: string;
}

/** For the client of this name or id, enforced. */
export function leastRights(client: string, scopes: Scopes, purposes: readonly PermissionPurpose[]): AccessSettings {
  const subscription = `/subscriptions/${scopes.subscriptionId}`;
  const given: [PermissionScope, string, ('singleServer' | 'flexibleServer')?][] = [
    ['source', scopes.source, 'singleServer'],
    ['target', scopes.target, 'flexibleServer'],
    ['migrationResourceGroup', `${subscription}/resourceGroups/${scopes.resourceGroup}`],
    ['virtualNetwork', scopes.subnet.replace(/\/subnets\/.*$/, '')],
    ['subscription', subscription],
  ];
  return {
    enforce: true,
    roles: Object.fromEntries(
      given.map(([scope, , kind]) => [scope, { actions: customRoleActions(scope, purposes, kind), notActions: [] }]),
    ),
    assignments: { [client]: given.map(([role, scope]) => ({ scope, role })) },
  };
}
