// Who we are to the service: the client of the local stack, or what the environment says.
import type { TokenCredential } from '@azure/identity';
import { CliFailure } from '../failure';
import type { Terminal } from '../terminal';
import type { Challenge } from './challenge';
import type { Connection } from './connection';

/** An access token for what the service named. The library is loaded only when a token is asked for. */
export async function accessToken(challenge: Challenge, connection: Connection, terminal: Terminal): Promise<string> {
  const { scope } = challenge;
  const credential = await credentialFor(challenge, connection, terminal);
  try {
    const answer = await credential.getToken(scope, { abortSignal: terminal.signal });
    if (answer) return answer.token;
    throw new Error('the answer holds none.');
  } catch (error) {
    terminal.signal.throwIfAborted();
    throw new CliFailure('signIn', `No token for ${scope}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function credentialFor(
  { tenant, authorityHost }: Challenge,
  { ca, local }: Connection,
  { environment }: Terminal,
): Promise<TokenCredential> {
  const { ClientSecretCredential, EnvironmentCredential } = await import('@azure/identity');
  const options = { authorityHost, disableInstanceDiscovery: local !== undefined, tlsOptions: ca ? { ca: ca.join('\n') } : undefined };
  const { AZURE_CLIENT_ID: clientId, AZURE_CLIENT_SECRET: clientSecret, AZURE_TENANT_ID: tenantId } = environment;
  if (local) return new ClientSecretCredential(local.tenantId, clientId ?? local.clientId, clientSecret ?? local.clientSecret, options);
  if (clientId && tenantId) return new EnvironmentCredential(options);
  throw new CliFailure('signIn', `Not signed in (tenant ${tenant}). Run: pgflex login.`);
}
