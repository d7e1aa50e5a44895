// Codes and refresh tokens that were given out and not used yet: in memory, so that a restart asks people to sign in again.
import { createHash, randomBytes } from 'node:crypto';

export interface Authorization {
  /** Of a local user. */
  user: string;
  /** Of PKCE, by S256. */
  challenge: string;
  redirectUri: string;
  /** Goes into the id token. */
  nonce: string;
}

export interface AuthorizationCodes {
  issue(authorization: Authorization): string;
  /** Each once. Undefined: unknown, used, too old, or asked for by somebody who does not know what the challenge was made from. */
  redeem(code: string, verifier: string, redirectUri: string): Authorization | undefined;
  issueRefresh(authorization: Authorization): string;
  redeemRefresh(token: string): Authorization | undefined;
}

const codeLifetimeMs = 10 * 60 * 1000;

export function authorizationCodes(): AuthorizationCodes {
  const codes = new Map<string, Authorization & { until: number }>();
  const refreshTokens = new Map<string, Authorization>();
  const secret = () => randomBytes(32).toString('base64url');
  return {
    issue(authorization) {
      const code = secret();
      codes.set(code, { ...authorization, until: Date.now() + codeLifetimeMs });
      return code;
    },
    redeem(code, verifier, redirectUri) {
      const found = codes.get(code);
      codes.delete(code);
      const challenge = createHash('sha256').update(verifier).digest('base64url');
      return found && found.until > Date.now() && found.challenge === challenge && found.redirectUri === redirectUri ? found : undefined;
    },
    issueRefresh(authorization) {
      const token = secret();
      refreshTokens.set(token, authorization);
      return token;
    },
    redeemRefresh(token) {
      const found = refreshTokens.get(token);
      refreshTokens.delete(token);
      return found;
    },
  };
}
