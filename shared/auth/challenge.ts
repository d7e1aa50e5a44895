/** The WWW-Authenticate header of a 401: where to get a token, and what was wrong with the one that came. */
import { config } from '../config';

export function challenge(problem: string): string {
  const { authorityHost, tenantId, tokenAudience } = config();
  const quoted = (text: string) => `"${text.replace(/[^\x20-\x7e]/g, '?').replace(/["\\]/g, "'")}"`;
  return [
    `Bearer authorization_uri=${quoted(`${authorityHost}/${tenantId ?? 'organizations'}`)}`,
    `resource=${quoted(tokenAudience[0] ?? '')}`,
    'error="invalid_token"',
    `error_description=${quoted(problem)}`,
  ].join(', ');
}
