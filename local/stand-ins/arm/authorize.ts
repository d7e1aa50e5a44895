// Lets a request to Resource Manager through only with a token that the local Entra ID signed.
import type { Tokens } from '../entra/tokens';
import { type Handler, Refusal } from '../http/messages';
import { armError } from './errors';

/** Any audience and role will do: role assignments are not enforced locally unless a check asks for them. */
export function withToken(tokens: Tokens, tenantAuthority: () => string, handle: Handler): Handler {
  const refuse = (code: string, message: string) =>
    new Refusal({ ...armError(401, code, message), headers: { 'www-authenticate': `Bearer authorization_uri="${tenantAuthority()}"` } });
  return async (request) => {
    if (!request.headers.authorization)
      throw refuse('AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.");
    const { claims, problem } = await tokens.check(request.headers.authorization);
    if (!claims) throw refuse('InvalidAuthenticationToken', problem);
    return handle(request);
  };
}
