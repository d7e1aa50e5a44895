/** A host name or address with an optional port: `db.example.com`, `10.0.0.4:5433`, `[::1]:5432`. */
import { z } from 'zod'; // not node:net: the portal checks what is typed by the same rule

export interface HostPort {
  host: string;
  port: number;
}

export const defaultPort = 5432;

/** RFC 1123 names and IPv4 addresses; the underscore is not allowed there but common in container names. */
const hostName = /^(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62}))*\.?$/;

const isIPv6 = (text: string) => z.ipv6().safeParse(text.replace(/%[\w.-]+$/, '')).success;

/** Host (without brackets) and port (default 5432), or undefined if the text is neither. */
export function parseHostPort(text: string): HostPort | undefined {
  if (isIPv6(text)) return { host: text, port: defaultPort };
  const [, bracketed, name, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? name;
  if (!host || !(bracketed ? isIPv6(bracketed) : hostName.test(host))) return undefined;
  const port = digits === undefined ? defaultPort : Number(digits);
  return port >= 1 && port <= 65535 ? { host, port } : undefined;
}
