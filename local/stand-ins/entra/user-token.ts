// POST /{tenant}/oauth2/v2.0/token for people: a code with its PKCE verifier, or a refresh token, becomes tokens of that user.
import type { Answer } from '../http/messages';
import type { Authorization, AuthorizationCodes } from './authorization-codes';
import type { Directory } from './directory';
import { entraError } from './errors';
import { portalClientId } from './portal-client';
import { type Tokens, tokenLifetimeSeconds } from './tokens';

export const userGrants: readonly string[] = ['authorization_code', 'refresh_token'];
const scopeSuffix = '/.default';

export async function answerUserTokenRequest(
  form: URLSearchParams,
  directory: Directory,
  tokens: Tokens,
  codes: AuthorizationCodes,
): Promise<Answer> {
  if (form.get('client_id') !== portalClientId) {
    return entraError(400, 'unauthorized_client', 700016, `Only the local portal ('${portalClientId}') signs people in.`);
  }
  const authorization = redeemed(form, codes);
  const user = authorization && directory.client(directory.seedClientId(authorization.user) ?? '');
  if (!authorization || !user) {
    return entraError(400, 'invalid_grant', 70008, 'The code or refresh token is unknown, used or expired. Sign in again.');
  }
  const scope = form.get('scope') ?? '';
  const audience = scope.split(' ').find((each) => each.endsWith(scopeSuffix));
  if (!audience) return entraError(400, 'invalid_scope', 70011, `The scope must name an API with ${scopeSuffix}.`);
  const person = {
    name: authorization.user,
    preferred_username: `${authorization.user}@local`,
    azp: portalClientId,
    appid: portalClientId,
    idtyp: 'user',
  };
  const clientInfo = { uid: user.objectId, utid: directory.tenantId };
  return {
    status: 200,
    body: {
      token_type: 'Bearer',
      scope,
      expires_in: tokenLifetimeSeconds,
      ext_expires_in: tokenLifetimeSeconds,
      access_token: await tokens.sign(user, audience.slice(0, -scopeSuffix.length), person),
      id_token: await tokens.sign(user, portalClientId, { ...person, nonce: authorization.nonce }),
      refresh_token: codes.issueRefresh(authorization),
      client_info: Buffer.from(JSON.stringify(clientInfo)).toString('base64url'),
    },
    headers: { 'cache-control': 'no-store, no-cache', pragma: 'no-cache', 'access-control-allow-origin': '*' },
  };
}

function redeemed(form: URLSearchParams, codes: AuthorizationCodes): Authorization | undefined {
  if (form.get('grant_type') === 'refresh_token') return codes.redeemRefresh(form.get('refresh_token') ?? '');
  return codes.redeem(form.get('code') ?? '', form.get('code_verifier') ?? '', form.get('redirect_uri') ?? '');
}
