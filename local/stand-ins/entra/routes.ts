// What the local Entra ID answers: discovery, signing keys, tokens, and clients added for local use.
import { z } from 'zod';
import type { Answer, Request } from '../http/messages';
import { parseBody } from '../http/parse-body';
import type { Route } from '../http/routes';
import { authorizationCodes } from './authorization-codes';
import { answerAuthorizeRequest } from './authorize-endpoint';
import { answerDeviceCodeRequest } from './device-code';
import type { Directory } from './directory';
import { entraError } from './errors';
import { isHere } from './is-here';
import { publicHalf, signingAlgorithm } from './signing-key';
import { answerTokenRequest } from './token-endpoint';
import type { Tokens } from './tokens';
import { answerUserTokenRequest, userGrants } from './user-token';

const putClientSchema = z.object({
  clientSecret: z.string().min(1),
  appRoles: z.array(z.string()).default([]),
  roleAssignments: z.array(z.object({ scope: z.string().startsWith('/'), role: z.string().min(1) })).default([]),
});

export function entraRoutes(directory: Directory, tokens: Tokens): Route[] {
  const codes = authorizationCodes();
  const token = (request: Request) => {
    const form = new URLSearchParams(request.body);
    return userGrants.includes(form.get('grant_type') ?? '')
      ? answerUserTokenRequest(form, directory, tokens, codes)
      : answerTokenRequest(request, directory, tokens);
  };
  return [
    { method: 'GET', path: '/:tenant/v2.0/.well-known/openid-configuration', handle: openIdConfiguration },
    {
      method: 'GET',
      path: '/:tenant/discovery/v2.0/keys',
      handle: () => ({ status: 200, body: { keys: [publicHalf(directory.signingKey)] } }),
    },
    { method: 'POST', path: '/:tenant/oauth2/v2.0/devicecode', handle: answerDeviceCodeRequest },
    { method: 'POST', path: '/:tenant/oauth2/v2.0/token', handle: token },
    { method: 'GET', path: '/:tenant/oauth2/v2.0/authorize', handle: (request) => answerAuthorizeRequest(request, codes) },
    { method: 'GET', path: '/:tenant/oauth2/v2.0/logout', handle: signOut },
    { method: 'PUT', path: '/_local/clients/:clientId', handle: (request) => putClient(request, directory) },
  ];
}

/**
 * Answered for every tenant, known or not: the SDK knows the endpoints of the real authority by heart and learns of a wrong tenant from the
 * token endpoint (AADSTS90002). It asks for this page only because the local authority is another one.
 */
function openIdConfiguration({ baseUrl, params: { tenant } }: Request): Answer {
  return {
    status: 200,
    headers: { 'access-control-allow-origin': '*' }, // the portal reads it, too
    body: {
      issuer: `${baseUrl}/${tenant}/v2.0`,
      token_endpoint: `${baseUrl}/${tenant}/oauth2/v2.0/token`,
      device_authorization_endpoint: `${baseUrl}/${tenant}/oauth2/v2.0/devicecode`,
      authorization_endpoint: `${baseUrl}/${tenant}/oauth2/v2.0/authorize`,
      jwks_uri: `${baseUrl}/${tenant}/discovery/v2.0/keys`,
      end_session_endpoint: `${baseUrl}/${tenant}/oauth2/v2.0/logout`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      response_types_supported: ['code'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: [signingAlgorithm],
    },
  };
}

async function putClient(request: Request, directory: Directory): Promise<Answer> {
  const { clientSecret, ...rights } = parseBody(request.body, putClientSchema, (message) =>
    entraError(400, 'invalid_request', 90014, message),
  );
  const id = request.params.clientId ?? '';
  if (!/^[0-9A-Za-z-]{1,64}$/.test(id))
    return entraError(400, 'invalid_request', 90014, `'${id}' is no client id: letters, digits and dashes, e.g. a GUID.`);
  const { client, created } = await directory.putClient(id, clientSecret, rights);
  const { clientId, objectId, appRoles, roleAssignments } = client;
  return { status: created ? 201 : 200, body: { clientId, objectId, tenantId: directory.tenantId, appRoles, roleAssignments } };
}

/** Nobody is kept signed in here: there is nothing to end. */
function signOut({ query }: Request): Answer {
  const back = query.get('post_logout_redirect_uri');
  if (!isHere(back)) return { status: 200, html: '<!doctype html><title>Signed out</title>Signed out.' };
  return { status: 302, headers: { location: back } };
}
