// The RSA key that signs the tenant's tokens, as a private JSON Web Key, and its public half.
import { generateKeyPair, type JsonWebKey } from 'node:crypto';
import { promisify } from 'node:util';

export const signingAlgorithm = 'RS256'; // Entra ID's own

export async function newSigningKey(): Promise<Record<string, unknown>> {
  const { calculateJwkThumbprint } = await import('jose');
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const jwk: JsonWebKey = privateKey.export({ format: 'jwk' });
  return { ...jwk, kid: await calculateJwkThumbprint({ kty: 'RSA', n: jwk.n, e: jwk.e }), alg: signingAlgorithm, use: 'sig' };
}

/** Without the private numbers. */
export function publicHalf({ kty, n, e, kid, alg, use }: Record<string, unknown>): Record<string, unknown> {
  return { kty, n, e, kid, alg, use };
}
