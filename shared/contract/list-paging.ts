/** Pages of the ARM list: `nextLink` is the same request with `$skipToken`, whose content is this service's own matter. */
import { rejectionOf, violation } from './violations';

const name = '$skipToken';

/** Row keys are printable ASCII; anything else was not written by this service. */
export function readSkipToken(query: Iterable<[string, string]>): string | undefined {
  const given = [...query].find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];
  if (!given) return undefined;
  const continuation = Buffer.from(given, 'base64url').toString('latin1');
  if (/^i\|\d{14}\|[\w-]{1,64}$/.test(continuation)) return continuation;
  throw rejectionOf([violation(name, 'is not one that this service has given: take nextLink as it is')]);
}

export function nextLink(url: string, continuation: string): string {
  const next = new URL(url);
  for (const each of [...next.searchParams.keys()]) if (each.toLowerCase() === name.toLowerCase()) next.searchParams.delete(each);
  next.searchParams.set(name, Buffer.from(continuation, 'latin1').toString('base64url'));
  return next.href;
}
