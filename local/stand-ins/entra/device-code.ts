// The device code flow of the local Entra ID: whoever asks is signed in at once, as the operator, who may do everything on this machine.
import { randomBytes } from 'node:crypto';
import type { Answer, Request } from '../http/messages';
import type { Directory } from './directory';
import { entraError } from './errors';
import { type Tokens, tokenLifetimeSeconds } from './tokens';

/** The second is what MSAL sends. */
const deviceCodeGrants = ['urn:ietf:params:oauth:grant-type:device_code', 'device_code'];
/** What a person's tokens come from. */
export const operatorGrants: readonly string[] = [...deviceCodeGrants, 'refresh_token'];

const codeLifetimeSeconds = 900;
const scopeSuffix = '/.default';

/** POST /{tenant}/oauth2/v2.0/devicecode */
export function answerDeviceCodeRequest({ baseUrl }: Request): Answer {
  const userCode = 'LOCAL';
  const address = `${baseUrl}/_local/devicelogin`;
  return {
    status: 200,
    body: {
      device_code: randomBytes(24).toString('base64url'),
      user_code: userCode,
      verification_uri: address,
      expires_in: codeLifetimeSeconds,
      interval: 1,
      message: `The local Entra ID signs you in as the operator; no code has to be entered at ${address}.`,
    },
  };
}

/** What a person gets in return for a device code, or later for a refresh token. */
export async function signInOperator(form: URLSearchParams, directory: Directory, tokens: Tokens): Promise<Answer> {
  const operator = directory.client(directory.seedClientId('operator') ?? '');
  const application = form.get('client_id') ?? '';
  const scope = form
    .get('scope')
    ?.split(' ')
    .find((each) => each.endsWith(scopeSuffix));
  if (!operator || !scope) return entraError(400, 'invalid_scope', 70011, `The local Entra ID takes scopes that end in '${scopeSuffix}'.`);
  const clientInfo = JSON.stringify({ uid: operator.objectId, utid: directory.tenantId });
  return {
    status: 200,
    body: {
      token_type: 'Bearer',
      scope,
      expires_in: tokenLifetimeSeconds,
      ext_expires_in: tokenLifetimeSeconds,
      access_token: await tokens.sign(operator, scope.slice(0, -scopeSuffix.length)),
      refresh_token: randomBytes(32).toString('base64url'),
      id_token: await tokens.sign(operator, application),
      client_info: Buffer.from(clientInfo).toString('base64url'),
    },
    headers: { 'cache-control': 'no-store, no-cache', pragma: 'no-cache' },
  };
}
