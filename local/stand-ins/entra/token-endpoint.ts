// POST /{tenant}/oauth2/v2.0/token: the client credentials flow with a client secret, and the end of the device code flow.
import type { Answer, Request } from '../http/messages';
import { operatorGrants, signInOperator } from './device-code';
import type { Directory } from './directory';
import { entraError } from './errors';
import { type Tokens, tokenLifetimeSeconds } from './tokens';

const scopeSuffix = '/.default';

export async function answerTokenRequest(request: Request, directory: Directory, tokens: Tokens): Promise<Answer> {
  const tenant = request.params.tenant ?? '';
  const form = new URLSearchParams(request.body);
  const basic = basicCredentials(request.headers.authorization);
  const clientId = form.get('client_id') ?? basic?.clientId;
  const secret = form.get('client_secret') ?? basic?.secret;
  const scope = form.get('scope');

  if (tenant.toLowerCase() !== directory.tenantId) {
    return entraError(400, 'invalid_request', 90002, `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID.`);
  }
  const missing = Object.entries({ grant_type: form.get('grant_type'), client_id: clientId, scope }).find(([, value]) => !value);
  if (missing) {
    return entraError(400, 'invalid_request', 900144, `The request body must contain the following parameter: '${missing[0]}'.`);
  }
  const grant = form.get('grant_type') ?? '';
  if (operatorGrants.includes(grant)) return signInOperator(form, directory, tokens);
  if (grant !== 'client_credentials') {
    const message = `The local Entra ID supports only the grant types client_credentials, ${operatorGrants.join(', ')}.`;
    return entraError(400, 'unsupported_grant_type', 70003, message);
  }
  const client = directory.client(clientId ?? '');
  if (!client) {
    return entraError(
      400,
      'unauthorized_client',
      700016,
      `Application with identifier '${clientId}' was not found in the directory '${tenant}'.`,
    );
  }
  if (!secret) {
    const message = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
    return entraError(401, 'invalid_client', 7000218, message);
  }
  if (!directory.hasSecret(client, secret)) {
    const message = `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${client.clientId}'.`;
    return entraError(401, 'invalid_client', 7000215, message);
  }
  if (!scope?.endsWith(scopeSuffix)) {
    const message = `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`;
    return entraError(400, 'invalid_scope', 1002012, message);
  }
  const accessToken = await tokens.sign(client, scope.slice(0, -scopeSuffix.length));
  return {
    status: 200,
    body: { token_type: 'Bearer', expires_in: tokenLifetimeSeconds, ext_expires_in: tokenLifetimeSeconds, access_token: accessToken },
    headers: { 'cache-control': 'no-store, no-cache', pragma: 'no-cache' },
  };
}

function basicCredentials(authorization: string | undefined): { clientId: string; secret: string } | undefined {
  const encoded = /^Basic\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  if (!encoded) return undefined;
  const [clientId = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { clientId: decodeURIComponent(clientId), secret: decodeURIComponent(rest.join(':')) };
}
