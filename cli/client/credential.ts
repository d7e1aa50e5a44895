// Who we are to the service: as `pgflex login` said, else as the environment says; with `npm start`, its operator.
import { AzureCliCredential, ClientSecretCredential, EnvironmentCredential, type TokenCredential } from '@azure/identity';
import { CliFailure } from '../failure';
import { deviceCodeCredential } from '../login/device-code';
import { type Login, readLogin } from '../login/login-file';
import type { Terminal } from '../terminal';
import type { Challenge } from './challenge';
import type { Connection } from './connection';
import { credentialOptions } from './credential-options';

/** An access token for what the service named. */
export async function accessToken(challenge: Challenge, connection: Connection, terminal: Terminal): Promise<string> {
  const { scope } = challenge;
  const credential = await credentialFor(challenge, connection, terminal);
  try {
    const answer = await credential.getToken(scope, { abortSignal: terminal.signal });
    if (answer) return answer.token;
    throw new Error('the answer holds none.');
  } catch (error) {
    terminal.signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new CliFailure('signIn', `No token for ${scope}; pgflex login signs in. ${why}`);
  }
}

async function credentialFor(challenge: Challenge, connection: Connection, terminal: Terminal): Promise<TokenCredential> {
  const { environment } = terminal;
  const login = await readLogin(environment);
  if (login) return credentialOf(login, challenge, connection, terminal);
  const { local } = connection;
  const { AZURE_CLIENT_ID: clientId, AZURE_TENANT_ID: tenantId } = environment;
  if (clientId && tenantId) return credentialOf({ method: 'environment' }, challenge, connection, terminal);
  if (!local) throw new CliFailure('signIn', 'Not signed in. Run: pgflex login.');
  return new ClientSecretCredential(local.tenantId, local.clientId, local.clientSecret, credentialOptions(challenge, connection));
}

function credentialOf({ method, record }: Login, challenge: Challenge, connection: Connection, terminal: Terminal): TokenCredential {
  const options = credentialOptions(challenge, connection);
  if (method === 'az') return new AzureCliCredential();
  if (method === 'environment') return new EnvironmentCredential(options);
  return deviceCodeCredential(challenge.tenant, options, terminal, record);
}
