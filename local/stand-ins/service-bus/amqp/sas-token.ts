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
  const [scheme, query] = token.split(' ', 2);
  if (scheme !== 'SharedAccessSignature' || query === undefined) return 'it is not a shared access signature';
  const fields = new Map(query.split('&').map((field) => field.split('=', 2) as [string, string]));
  const [resource = '', signature = '', expiry = '', name = ''] = ['sr', 'sig', 'se', 'skn'].map((field) => fields.get(field));
  if (decodeURIComponent(name) !== key.name) return 'its key name is unknown';
  const expected = createHmac('sha256', key.value).update(`${resource}\n${expiry}`).digest();
  const given = Buffer.from(decodeURIComponent(signature), 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'its signature is wrong';
  if (!(Number(expiry) * 1000 > Date.now())) return 'it has expired';
  return covers(audiencePath(decodeURIComponent(resource)), audiencePath(audience)) ? undefined : 'it is for another entity';
}

/** Whether a right on one path includes another: the same one, or one below it. */
export const covers = (granted: string, wanted: string): boolean =>
  granted === '' || wanted === granted || wanted.startsWith(`${granted}/`);
