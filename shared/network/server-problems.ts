/** What keeps a server from being reached by anybody, wherever he is. */
import { migrationError } from '../domain/error-codes';
import { azScope, partsOf } from './az-words';
import type { NetworkProblem, NetworkServer, NetworkSituation } from './types';

export const serverProblems = (situation: NetworkSituation): NetworkProblem[] => [
  ...[situation.source, situation.target].flatMap((server) =>
    server.access === 'public' ? firewallProblems(server, situation) : endpointProblems(server),
  ),
  ...situation.unreadable.map(({ id, why }) => unreadable(id, why)),
];

function firewallProblems(server: NetworkServer, { outboundAddresses }: NetworkSituation): NetworkProblem[] {
  const named = `The firewall of the ${server.side} '${server.name}' is not opened by this service`;
  const extra = server.resourceId === undefined ? {} : { objects: [server.resourceId] };
  if (!outboundAddresses.length) {
    const hint =
      'Set PGFLEX_OUTBOUND_ADDRESSES of this service to the addresses that it connects from, or let them in yourself and take the rule out afterwards.';
    const message = `${named}, which does not know the addresses that it connects from.`;
    return [{ severity: 'warning', ...migrationError('FIREWALL_NOT_MANAGED', message, { ...extra, hint }) }];
  }
  if (server.resourceId !== undefined) return [];
  const message = `${named}: it is named by its address, so that Azure Resource Manager cannot be asked to.`;
  const hint = `Let ${outboundAddresses.join(', ')} in (firewall, pg_hba.conf) for the time of the migration.`;
  return [{ severity: 'warning', ...migrationError('FIREWALL_NOT_MANAGED', message, { hint }) }];
}

function endpointProblems({ side, name, resourceId, delegatedSubnetId, privateEndpoints }: NetworkServer): NetworkProblem[] {
  if (delegatedSubnetId !== undefined || resourceId === undefined) return [];
  const objects = [resourceId];
  if (!privateEndpoints.length) {
    const message = `The ${side} '${name}' has its public access disabled and no private endpoint: nobody can reach it.`;
    const hint =
      `az network private-endpoint create ${azScope(resourceId)} --name 'pgflex-${name}' --vnet-name '<virtual network>' --subnet '<subnet>' ` +
      `--private-connection-resource-id '${resourceId}' --group-id postgresqlServer --connection-name 'pgflex-${name}'`;
    return [{ severity: 'error', ...migrationError('PRIVATE_ENDPOINT_MISSING', message, { objects, hint }) }];
  }
  // One that leads in is enough.
  if (privateEndpoints.some(({ status }) => status === 'Approved')) return [];
  return privateEndpoints.map(({ endpointId, connectionId, status }) => {
    const message = `The private endpoint '${partsOf(endpointId).name}' of the ${side} '${name}' is ${status || 'in an unknown state'}, not Approved.`;
    const hint = `az network private-endpoint-connection approve --id '${connectionId}' --description 'pg-flex-migrator'`;
    return { severity: 'error', ...migrationError('PRIVATE_ENDPOINT_NOT_APPROVED', message, { objects: [endpointId], hint }) };
  });
}

function unreadable(id: string, why: string): NetworkProblem {
  const hint = `az role assignment create --assignee '<identity>' --role Reader --scope '${id}'`;
  const message = `'${id}' could not be read, so that the plan cannot take it into account: ${why}`;
  return { severity: 'warning', ...migrationError('NETWORK_UNREADABLE', message, { objects: [id], hint }) };
}
