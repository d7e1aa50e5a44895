// Whether a server refused a login because of where it came from: PostgreSQL's own words, which Azure's firewall uses, too (azure-apis.md 5.8).
import { isError } from './is-error';
import { serverMessage } from './server-message';

/** Looks through what it was wrapped in. */
export function isFirewallRefusal(error: unknown): boolean {
  const said = serverMessage(error);
  if (said) return said.sqlState === '28000' && said.message.includes('no pg_hba.conf entry');
  return isError(error) && error.cause !== undefined && isFirewallRefusal(error.cause);
}
