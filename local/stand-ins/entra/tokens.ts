// Signs and checks access tokens of the local tenant.
import { randomBytes } from 'node:crypto';
import type { Client, Directory } from './directory';
import { publicHalf, signingAlgorithm } from './signing-key';

export const tokenLifetimeSeconds = 3600;
const clockSkewSeconds = 300; // as Microsoft's own libraries allow

export interface TokenClaims {
  audience: string;
  clientId: string;
  objectId: string;
  roles: string[];
}

export type TokenCheck = { claims: TokenClaims; problem?: undefined } | { claims?: undefined; problem: string };

export interface Tokens {
  /** `more`: claims beside or instead of those of an application. */
  sign(client: Client, audience: string, more?: Record<string, unknown>): Promise<string>;
  /** Checks signature, issuer, tenant and times of the token in an Authorization header; the audience is the caller's to judge. */
  check(authorization: string | undefined): Promise<TokenCheck>;
}

/** `authority` is asked at each use, since its port is known only when the server listens. */
export function tenantTokens(directory: Directory, authority: () => string): Tokens {
  const issuer = () => `${authority()}/${directory.tenantId}/v2.0`;
  return {
    async sign(client, audience, more = {}) {
      const { importJWK, SignJWT } = await import('jose');
      const claims = {
        oid: client.objectId,
        appid: client.clientId, // version 1 tokens name the application so, version 2 tokens as azp; readers look for either
        azp: client.clientId,
        azpacr: '1',
        idtyp: 'app',
        roles: client.appRoles,
        tid: directory.tenantId,
        uti: randomBytes(16).toString('base64url'),
        ver: '2.0',
        ...more,
      };
      return new SignJWT(claims)
        .setProtectedHeader({ alg: signingAlgorithm, typ: 'JWT', kid: String(directory.signingKey.kid) })
        .setIssuer(issuer())
        .setAudience(audience)
        .setSubject(client.objectId)
        .setIssuedAt()
        .setNotBefore('0 seconds')
        .setExpirationTime(`${tokenLifetimeSeconds} seconds`)
        .sign(await importJWK(directory.signingKey, signingAlgorithm));
    },
    async check(authorization) {
      const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
      if (!token) return { problem: 'The Authorization header holds no bearer token.' };
      const { createLocalJWKSet, errors, jwtVerify } = await import('jose');
      const keys = createLocalJWKSet({ keys: [publicHalf(directory.signingKey)] as never });
      try {
        const { payload } = await jwtVerify(token, keys, {
          algorithms: [signingAlgorithm],
          issuer: issuer(),
          clockTolerance: clockSkewSeconds,
          requiredClaims: ['aud', 'exp', 'oid'],
        });
        const audience = [payload.aud].flat()[0] ?? '';
        const roles = Array.isArray(payload.roles) ? payload.roles.map(String) : [];
        return { claims: { audience, clientId: String(payload.azp), objectId: String(payload.oid), roles } };
      } catch (error) {
        if (error instanceof errors.JOSEError) return { problem: `The token was refused: ${error.message}.` };
        throw error;
      }
    },
  };
}
