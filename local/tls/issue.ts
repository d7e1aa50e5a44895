// Makes X.509 certificates: the local authority's own, and the ones it signs for local servers.
import { createPrivateKey, generateKeyPairSync, randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import { provideReflectMetadata } from './reflect-metadata';

const dayMs = 24 * 60 * 60 * 1000;
const authorityDays = 3650;
const serverDays = 397; // Apple's clients refuse TLS server certificates that are valid for more than 398 days
const clockSkewMs = 60 * 60 * 1000;
const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' } as const;
const authorityName = 'CN=pg-flex-migrator local certificate authority';
const serverAuthentication = '1.3.6.1.5.5.7.3.1';

/** A new P-256 key in PEM (PKCS #8). */
export function newPrivateKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: keyAlgorithm.namedCurve });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** The authority's self-signed certificate in PEM. A renewed one for the same key still vouches for what the old one signed. */
export async function issueAuthority(authorityKey: string): Promise<string> {
  const x509 = await loadX509();
  const keys = await keyPair(authorityKey);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: authorityName,
    ...validity(authorityDays),
    signingAlgorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return `${certificate.toString('pem')}\n`;
}

/** A server certificate in PEM for these host names and IP addresses, signed by the authority. */
export async function issueServer(serverKey: string, hostNames: string[], authorityKey: string): Promise<string> {
  const x509 = await loadX509();
  const [server, authority] = await Promise.all([keyPair(serverKey), keyPair(authorityKey)]);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: `CN=${hostNames[0]}`,
    issuer: authorityName,
    ...validity(serverDays),
    signingAlgorithm,
    publicKey: server.publicKey,
    signingKey: authority.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([serverAuthentication]),
      new x509.SubjectAlternativeNameExtension(hostNames.map((value) => ({ type: isIP(value) ? 'ip' : 'dns', value }))),
      await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(server.publicKey),
    ],
  });
  return `${certificate.toString('pem')}\n`;
}

/** Loaded only when a certificate is really made: it costs a tenth of a second, and most starts find their certificates in place. */
async function loadX509() {
  provideReflectMetadata();
  const x509 = await import('@peculiar/x509');
  x509.cryptoProvider.set(webcrypto);
  return x509;
}

async function keyPair(pem: string): Promise<webcrypto.CryptoKeyPair> {
  const key = createPrivateKey(pem);
  const publicJwk = { ...key.export({ format: 'jwk' }), d: undefined };
  const [privateKey, publicKey] = await Promise.all([importKey(key.export({ format: 'jwk' }), 'sign'), importKey(publicJwk, 'verify')]);
  return { privateKey, publicKey };
}

function importKey(jwk: object, use: 'sign' | 'verify') {
  return webcrypto.subtle.importKey('jwk', jwk as webcrypto.JsonWebKey, keyAlgorithm, true, [use]);
}

function validity(days: number): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - clockSkewMs), notAfter: new Date(now + days * dayMs) };
}

/** Positive and not zero-led, as RFC 5280 4.1.2.2 asks. */
function serialNumber(): string {
  return `01${randomBytes(15).toString('hex')}`;
}
