// Signs in at the local Entra ID as one of the stack's clients, through the real SDK.
import { ClientSecretCredential } from '@azure/identity';
import type { Endpoints } from '../../start/endpoints';

/** Default: the operator, who may do everything. */
export function localCredential(
  { tenantId, entra, clients }: Endpoints,
  ca: string,
  client: keyof Endpoints['clients'] = 'operator',
): ClientSecretCredential {
  const { clientId, clientSecret } = clients[client];
  return new ClientSecretCredential(tenantId, clientId, clientSecret, {
    authorityHost: entra,
    disableInstanceDiscovery: true,
    tlsOptions: { ca },
  });
}
