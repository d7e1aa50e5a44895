/** The service's own identity: a client secret where one is configured, else what Azure offers (managed identity). */
import { ClientSecretCredential, DefaultAzureCredential, type TokenCredential } from '@azure/identity';
import { config } from '../config';
import { entraRefusal } from './entra-refusal';

let current: TokenCredential | undefined;

export function credential(): TokenCredential {
  current ??= create();
  return current;
}

function create(): TokenCredential {
  const { tenantId, clientId, clientSecret } = config();
  return tenantId && clientId && clientSecret ? clientSecretCredential(tenantId, clientId, clientSecret) : new DefaultAzureCredential();
}

/** The identity of a registered application; `ca` lets it talk to an authority with a certificate of its own. Throws a MigrationFailure for what can be no tenant. */
export function clientSecretCredential(tenantId: string, clientId: string, clientSecret: string): TokenCredential {
  if (!/^[0-9a-zA-Z.-]+$/.test(tenantId)) throw entraRefusal(new Error('AADSTS900023'), { tenantId, clientId }); // as Entra ID would
  const { authorityHost, disableInstanceDiscovery, ca } = config();
  return new ClientSecretCredential(tenantId, clientId, clientSecret, {
    authorityHost,
    disableInstanceDiscovery,
    tlsOptions: ca ? { ca } : undefined,
  });
}
