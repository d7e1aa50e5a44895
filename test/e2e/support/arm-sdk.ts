// The unmodified SDK of Azure, pointed at the local service.
import { readFile } from 'node:fs/promises';
import { PostgreSQLManagementFlexibleServerClient } from '@azure/arm-postgresql-flexible';
import { localCredential } from '../../../local/demo/client/local-credential';
import type { Endpoints } from '../../../local/start/endpoints';

export async function armClient(endpoints: Endpoints): Promise<PostgreSQLManagementFlexibleServerClient> {
  const ca = await readFile(endpoints.caFile, 'utf8');
  return new PostgreSQLManagementFlexibleServerClient(localCredential(endpoints, ca), endpoints.subscriptionId, {
    endpoint: endpoints.apiHttps,
    credentialScopes: endpoints.tokenScope,
    tlsOptions: { ca },
    retryOptions: { maxRetries: 0 }, // a failure is to be seen, not tried away
  });
}
