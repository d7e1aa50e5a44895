// Signs in by a code that is typed into a browser, on this machine or another.
import { DeviceCodeCredential, deserializeAuthenticationRecord, serializeAuthenticationRecord, useIdentityPlugin } from '@azure/identity';
import type { CredentialOptions } from '../client/credential-options';
import { CliFailure } from '../failure';
import type { Terminal } from '../terminal';
import { loginFolder } from './login-file';
import { tokenCache } from './token-cache';

/** `record`: of an earlier sign-in, whose tokens are kept; then nobody is asked. */
export function deviceCodeCredential(tenantId: string, options: CredentialOptions, { environment, notes }: Terminal, record?: string) {
  useIdentityPlugin(tokenCache(loginFolder(environment)));
  return new DeviceCodeCredential({
    ...options,
    tenantId,
    tokenCachePersistenceOptions: { enabled: true, name: 'tokens', unsafeAllowUnencryptedStorage: true },
    ...(record === undefined
      ? {}
      : { authenticationRecord: deserializeAuthenticationRecord(record), disableAutomaticAuthentication: true }),
    userPromptCallback: ({ message }) => notes.say(message),
  });
}

/** What is kept of a sign-in. */
export async function signInByCode(tenantId: string, scope: string, options: CredentialOptions, terminal: Terminal): Promise<string> {
  try {
    const record = await deviceCodeCredential(tenantId, options, terminal).authenticate(scope, { abortSignal: terminal.signal });
    if (record) return serializeAuthenticationRecord(record);
    throw new Error('the answer holds no account.');
  } catch (error) {
    terminal.signal.throwIfAborted();
    throw new CliFailure('signIn', `Not signed in: ${error instanceof Error ? error.message : String(error)}`);
  }
}
