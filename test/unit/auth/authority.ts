/** A tiny token authority: a key endpoint on 127.0.0.1 and tokens signed with its key. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export const tenantId = '00000000-1111-2222-3333-444444444444';
export const audience = 'api://pg-flex-migrator';

export interface TokenChoices {
  claims?: Record<string, unknown>;
  issuer?: string;
  audience?: string;
  /** Relative to now; null: the token never expires. */
  expiresInSeconds?: number | null;
  keyId?: string;
  /** Signed with a key that the endpoint does not publish, under the name of the one that it does. */
  forged?: boolean;
}

export interface Authority {
  host: string;
  token(choices?: TokenChoices): Promise<string>;
  /** The key endpoint answers 503 until it is set back. */
  setBroken(broken: boolean): void;
  close(): Promise<void>;
}

export async function startAuthority(): Promise<Authority> {
  const [keys, strangers] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const published = JSON.stringify({ keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k1', use: 'sig', alg: 'RS256' }] });
  let broken = false;
  const server = createServer((request, response) => {
    const isKeys = request.url === `/${tenantId}/discovery/v2.0/keys`;
    response.writeHead(broken ? 503 : isKeys ? 200 : 404, { 'content-type': 'application/json', connection: 'close' });
    response.end(isKeys && !broken ? published : '{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    async token(choices = {}) {
      const { claims = {}, issuer = `${host}/${tenantId}/v2.0`, expiresInSeconds = 600, keyId = 'k1', forged = false } = choices;
      const nowSeconds = Math.floor(Date.now() / 1000);
      const token = new SignJWT({ azp: 'client-1', ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: keyId })
        .setIssuer(issuer)
        .setAudience(choices.audience ?? audience)
        .setIssuedAt(nowSeconds - 3600);
      if (expiresInSeconds !== null) token.setExpirationTime(nowSeconds + expiresInSeconds);
      return token.sign((forged ? strangers : keys).privateKey);
    },
    setBroken(next) {
      broken = next;
    },
    close: () => new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve()))),
  };
}
