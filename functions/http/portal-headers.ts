/** Headers of everything that the portal consists of: it loads from here, talks to here and to Entra ID, and can be put into no frame. */
import { config } from '../../shared/config';

/**
 * Fluent UI makes empty style elements and adds its rules by script, which needs no 'unsafe-inline': this is the hash of an empty text, the
 * only inline style that is let through.
 */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

export function portalHeaders(): Record<string, string> {
  const { auth, authorityHost } = config();
  const signIn = auth === 'on' ? ` ${new URL(authorityHost).origin}` : '';
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' ${emptyStyle}`,
    "img-src 'self'",
    `connect-src 'self'${signIn}`,
    `frame-src${signIn || " 'none'"}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  };
}
