/** Shared access signatures: `SharedAccessSignature sr=<resource>&sig=<HMAC-SHA256 of resource and expiry>&se=<seconds>&skn=<key name>`. */
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface AccessKey {
  readonly name: string;
  readonly value: string;
}

/** The path of an entity in an audience such as `sb://127.0.0.1:5672/topic/Subscriptions/name`; '' is the whole namespace. */
export function audiencePath(audience: string): string {
  const path = audience.replace(/^[a-z]+:\/\/[^/]*\/?/i, '').replace(/\/+$/, '');
  return path.toLowerCase();
}

/** Why the token does not give access to the audience, or undefined if it does. The answer never holds the token. */
export function sasTokenProblem(token: string, audience: string, key: AccessKey): string | undefined {
  const fields = readFields(token);
  if (!fields) return 'it is not a shared access signature';
  if (fields.keyName !== key.name) return 'its key name is unknown';
  const expected = createHmac('sha256', key.value).update(fields.signedText).digest();
  if (fields.signature.length !== expected.length || !timingSafeEqual(fields.signature, expected)) return 'its signature is wrong';
  if (!(fields.expiresAtMs > Date.now())) return 'it has expired';
  return covers(audiencePath(fields.resource), audiencePath(audience)) ? undefined : 'it is for another entity';
}

function readFields(token: string) {
  const [, query] = /^SharedAccessSignature (\S+)$/.exec(token) ?? [];
  if (query === undefined) return undefined;
  const fields = new Map(query.split('&').map((field) => [field.slice(0, field.indexOf('=')), field.slice(field.indexOf('=') + 1)]));
  const [resource = '', signature = '', expiry = '', keyName = ''] = ['sr', 'sig', 'se', 'skn'].map((name) => fields.get(name));
  return {
    signedText: `${resource}\n${expiry}`, // as it stands in the token, still percent-encoded
    resource: decoded(resource),
    signature: Buffer.from(decoded(signature), 'base64'),
    expiresAtMs: Number(expiry) * 1000,
    keyName: decoded(keyName),
  };
}

/** Percent-decoding that leaves a malformed text as it is: it will then match nothing. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whether a right on one path includes another: the same one, or one below it. */
export const covers = (granted: string, wanted: string): boolean =>
  granted === '' || wanted === granted || wanted.startsWith(`${granted}/`);
