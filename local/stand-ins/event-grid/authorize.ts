// Lets a publisher through: with the topic's key, or with a token for Event Grid that the local Entra ID signed.
import { timingSafeEqual } from 'node:crypto';
import type { Tokens } from '../entra/tokens';
import { Refusal, type Request } from '../http/messages';
import { eventGridError } from './errors';

const resource = 'https://eventgrid.azure.net';

export async function requirePublisher({ headers }: Request, key: string, tokens: Tokens, tenantAuthority: () => string): Promise<void> {
  const given = headers['aeg-sas-key'];
  if (typeof given === 'string') {
    if (isSame(given, key)) return;
    throw new Refusal(eventGridError(401, 'Unauthorized', 'The key in aeg-sas-key is not a key of this topic.'));
  }
  if (headers['aeg-sas-token']) {
    const message = 'The local Event Grid takes the topic key (AzureKeyCredential) or an Entra ID token, not a shared access signature.';
    throw new Refusal(eventGridError(401, 'Unauthorized', message));
  }
  const { claims, problem } = await tokens.check(headers.authorization);
  if (claims?.audience.replace(/\/$/, '') === resource) return;
  const message = claims ? `The token is for ${claims.audience}; its audience must be ${resource}.` : problem;
  const challenge = `Bearer authorization_uri="${tenantAuthority()}", resource="${resource}"`;
  throw new Refusal({ ...eventGridError(401, 'Unauthorized', message), headers: { 'www-authenticate': challenge } });
}

function isSame(given: string, key: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(key)];
  return one.length === other.length && timingSafeEqual(one, other);
}
