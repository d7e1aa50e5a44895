// Lets a request to Key Vault through only with a token for it; without one, the client is told where to get it.
import type { Tokens } from '../entra/tokens';
import { type Handler, Refusal } from '../http/messages';
import { keyVaultError } from './errors';

const resource = 'https://vault.azure.net';

/** `challenge`: the client's first request comes without token and body on purpose, to learn authority and resource from the answer. */
export function withToken(tokens: Tokens, tenantAuthority: () => string, handle: Handler): Handler {
  const refuse = (message: string) => {
    const challenge = `Bearer authorization="${tenantAuthority()}", resource="${resource}"`;
    return new Refusal({ ...keyVaultError(401, 'Unauthorized', message), headers: { 'www-authenticate': challenge } });
  };
  return async (request) => {
    if (!request.headers.authorization) throw refuse('AKV10000: Request is missing a Bearer or PoP token.');
    const { claims, problem } = await tokens.check(request.headers.authorization);
    if (!claims) throw refuse(`AKV10032: ${problem}`);
    if (claims.audience.replace(/\/$/, '') !== resource) {
      throw refuse(`AKV10022: Invalid audience. Expected ${resource}, found: ${claims.audience}.`);
    }
    return handle(request);
  };
}
