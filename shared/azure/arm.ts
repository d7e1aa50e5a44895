/** Azure Resource Manager's clients for one identity, all made alike: address, scope, retries and time-outs stand here once. Loaded when first used. */
import { Agent } from 'node:https';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';

import { config } from '../config';
import { retrying } from './dms-retries';

/** Azure Resource Manager's scope, whatever the address of its endpoint. */
export const armScope = 'https://management.azure.com/.default';

/** Throttled (429, with Retry-After), 5xx and broken connections are tried again this often by the clients themselves. */
const maxRetries = 3;

/** How often an operation that ARM runs for minutes is asked for; the local ones are quick. */
const pollIntervalMs = 2_000;

function options() {
  const { armEndpoint, ca } = config();
  return {
    endpoint: armEndpoint,
    $host: armEndpoint,
    credentialScopes: armScope,
    tlsOptions: ca ? { ca } : undefined,
    retryOptions: { maxRetries },
    additionalPolicies: [{ policy: withTimeout, position: 'perCall' as const }],
  };
}

/** The clients wait for ever by themselves. An answer that does not come is an error like any other. */
const withTimeout: PipelinePolicy = {
  name: 'pgflexTimeout',
  sendRequest(request, next) {
    request.timeout ||= config().armTimeoutMs;
    return next(request);
  },
};

export async function flexibleServerClient(identity: TokenCredential, subscriptionId: string) {
  const { PostgreSQLManagementFlexibleServerClient } = await import('@azure/arm-postgresql-flexible');
  return new PostgreSQLManagementFlexibleServerClient(identity, subscriptionId, options());
}

export async function singleServerClient(identity: TokenCredential, subscriptionId: string) {
  const { PostgreSQLManagementClient } = await import('@azure/arm-postgresql');
  return new PostgreSQLManagementClient(identity, subscriptionId, options());
}

/** Resource groups and resource providers. */
export async function resourcesClient(identity: TokenCredential, subscriptionId: string) {
  const { ResourceManagementClient } = await import('@azure/arm-resources');
  return new ResourceManagementClient(identity, subscriptionId, options());
}

export async function authorizationClient(identity: TokenCredential, subscriptionId: string) {
  const { AuthorizationManagementClient } = await import('@azure/arm-authorization');
  return new AuthorizationManagementClient(identity, subscriptionId, options());
}

/** Azure Database Migration Service: a client of an older make, with options of its own (azure-apis.md 2.1). */
export async function dataMigrationClient(identity: TokenCredential, subscriptionId: string) {
  const { DataMigrationServiceClient } = await import('@azure/arm-datamigration');
  const { armEndpoint, armTimeoutMs, ca } = config();
  return new DataMigrationServiceClient(scoped(identity), subscriptionId, {
    baseUri: armEndpoint,
    longRunningOperationRetryTimeout: pollIntervalMs / 1000,
    noRetryPolicy: true,
    requestPolicyFactories: (defaults) => [...defaults, retrying(maxRetries, armTimeoutMs)],
    ...(ca ? { agentSettings: { http: new Agent(), https: new Agent({ ca }) } } : {}),
  });
}

/** That client asks for a scope made of its endpoint, which Entra ID knows only for Azure's own. */
const scoped = (identity: TokenCredential): TokenCredential => ({ getToken: (_scopes, how) => identity.getToken(armScope, how) });

/** Reads one resource by its id, for the providers whose clients are too large to carry along (DESIGN 7). Throws RestError. */
export const readResource = async (identity: TokenCredential, resourceId: string, apiVersion: string): Promise<unknown> =>
  (await reader(identity))(`${config().armEndpoint}/${resourceId.replace(/^\//, '')}?api-version=${apiVersion}`);

/** Every resource of a list, page after page. `path`: as of a resource's id. Throws RestError. */
export async function listResources(identity: TokenCredential, path: string, apiVersion: string): Promise<unknown[]> {
  const read = await reader(identity);
  const found: unknown[] = [];
  let next: string | undefined = `${config().armEndpoint}/${path.replace(/^\//, '')}?api-version=${apiVersion}`;
  while (next !== undefined) {
    const page = (await read(next)) as { value?: unknown[]; nextLink?: string };
    found.push(...(page.value ?? []));
    next = page.nextLink || undefined;
  }
  return found;
}

async function reader(identity: TokenCredential): Promise<(url: string) => Promise<unknown>> {
  const { bearerTokenAuthenticationPolicy, createDefaultHttpClient, createPipelineFromOptions, createPipelineRequest, RestError } =
    await import('@azure/core-rest-pipeline');
  const { armTimeoutMs, ca } = config();
  const pipeline = createPipelineFromOptions({ retryOptions: { maxRetries }, tlsOptions: ca ? { ca } : undefined });
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential: identity, scopes: armScope }));
  const client = createDefaultHttpClient();
  return async (url) => {
    const request = createPipelineRequest({ url, timeout: armTimeoutMs });
    const response = await pipeline.sendRequest(client, request);
    if (response.status === 200) return JSON.parse(response.bodyAsText ?? 'null');
    const error = response.bodyAsText?.startsWith('{')
      ? (JSON.parse(response.bodyAsText) as { error?: { code?: string } }).error
      : undefined;
    throw new RestError(`GET ${new URL(url).pathname} was answered with ${response.status}.`, {
      statusCode: response.status,
      code: error?.code,
      request,
      response,
    });
  };
}
