/** Tells who makes a request, as the configuration of this service asks for it. */
import { config } from '../config';
import { anonymous, type Principal } from './principal';
import { createTokenVerifier, type TokenVerifier } from './token-verifier';

let verifier: Promise<TokenVerifier> | undefined;

/** Throws Rejection AuthenticationFailed or, if the keys cannot be fetched, DependencyUnavailable. */
export async function authenticate(authorizationHeader: string | null): Promise<Principal> {
  if (config().auth === 'off') return anonymous;
  verifier ??= configuredVerifier();
  return (await verifier)(authorizationHeader);
}

async function configuredVerifier(): Promise<TokenVerifier> {
  const { authorityHost, tenantId, tokenAudience: audience } = config();
  if (!tenantId) throw new Error('AZURE_TENANT_ID is missing: the tenant whose access tokens this API accepts.');
  return createTokenVerifier({ authorityHost, tenantId, audience });
}
