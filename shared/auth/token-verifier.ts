/** Verifies access tokens of Entra ID: issuer, audience, expiry, and a signature by one of the tenant's keys. */
import { Rejection } from '../domain/rejections';
import type { Principal } from './principal';

export interface TokenAuthority {
  /** Without a slash at the end, e.g. `https://login.microsoftonline.com`. */
  authorityHost: string;
  tenantId: string;
  /** Any of these is accepted as `aud`. */
  audience: string[];
}

export type TokenVerifier = (authorizationHeader: string | null) => Promise<Principal>;

/** Clocks of two machines differ by some seconds. */
const clockToleranceSeconds = 30;

/** Answers from the key endpoint that take longer count as an outage. */
const keysTimeoutMs = 5_000;

const retryAfterSeconds = 5;

/** Keys are fetched at first use, kept, and fetched again when a token names an unknown one (jose's own rules). */
export async function createTokenVerifier({ authorityHost, tenantId, audience }: TokenAuthority): Promise<TokenVerifier> {
  const { createRemoteJWKSet, errors, jwtVerify } = await import('jose'); // ESM only
  const keys = createRemoteJWKSet(new URL(`${authorityHost}/${tenantId}/discovery/v2.0/keys`), { timeoutDuration: keysTimeoutMs });
  const issuer = `${authorityHost}/${tenantId}/v2.0`;

  const whyRefused = (error: unknown): string | undefined => {
    if (error instanceof errors.JWTExpired) return 'it has expired';
    if (error instanceof errors.JWTClaimValidationFailed) {
      if (error.claim === 'aud') return `its audience is not this service (expected: ${audience.join(' or ')})`;
      if (error.claim === 'iss') return `its issuer is not ${issuer}`;
      if (error.claim === 'nbf') return 'it is not valid yet';
      return `its claim '${error.claim}' is missing or not valid`;
    }
    if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) {
      return `it is not signed by ${issuer}`;
    }
    if (error instanceof errors.JOSEAlgNotAllowed) return 'it is not signed with RS256';
    if (error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid) return 'it is not a JSON Web Token';
    return undefined;
  };

  return async (authorizationHeader) => {
    const token = bearerToken(authorizationHeader);
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ['RS256'],
        requiredClaims: ['exp'],
        clockTolerance: clockToleranceSeconds,
      });
      return { name: nameIn(payload), roles: new Set(wordsIn(payload.roles)) };
    } catch (error) {
      const reason = whyRefused(error);
      if (reason) throw new Rejection('AuthenticationFailed', `The access token is refused: ${reason}.`);
      // Everything else is about fetching the keys: no answer, an error answer, or one that holds no keys.
      const message = `The signing keys of ${authorityHost} cannot be read, so that no access token can be checked. Try again.`;
      throw Object.assign(new Rejection('DependencyUnavailable', message, { retryAfterSeconds }), { cause: error });
    }
  };
}

function bearerToken(header: string | null): string {
  if (!header)
    throw new Rejection('AuthenticationFailed', "The request has no access token: send the header 'Authorization: Bearer <token>'.");
  const [, token] = /^Bearer +([^\s]+)$/i.exec(header.trim()) ?? [];
  if (!token) throw new Rejection('AuthenticationFailed', "The header Authorization must have the form 'Bearer <token>'.");
  return token;
}

/** Users by their sign-in name, applications by their client id. */
function nameIn(claims: Record<string, unknown>): string | undefined {
  const candidates = [claims.preferred_username, claims.upn, claims.azp, claims.appid, claims.oid, claims.sub];
  return candidates.find((claim) => typeof claim === 'string' && claim !== '') as string | undefined;
}

const wordsIn = (claim: unknown): string[] => (Array.isArray(claim) ? claim.filter((word) => typeof word === 'string') : []);
