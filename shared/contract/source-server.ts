/** Reads `sourceDbServerResourceId`: the ARM id of a Single or Flexible Server, or `host[:port]@user`. */
import type { SourceServer } from '../domain/migration';
import { parseServerResourceId } from './arm-ids';
import { parseHostPort } from './host-port';

export type SourceServerReading = { server: SourceServer } | { problem: string };

const forms =
  "give the resource id of a Single or Flexible Server ('/subscriptions/.../providers/Microsoft.DBforPostgreSQL/servers/<name>' or " +
  "'.../flexibleServers/<name>') or '<host>:<port>@<user>'";

/** The server, or what is wrong as the second half of a sentence. A URL or connection string is not repeated: it may hold a password. */
export function readSourceServer(text: string): SourceServerReading {
  if (/:\/\/|=/.test(text)) return { problem: `is a URL or connection string; ${forms}` };
  if (text.includes('/')) {
    const resource = parseServerResourceId(text);
    if (!resource) return { problem: `is not the resource id of a PostgreSQL server: '${text.slice(0, 300)}'; ${forms}` };
    return { server: { ...resource, resourceId: `/${text.replace(/^\/|\/$/g, '')}` } };
  }
  const at = text.indexOf('@'); // the first one: hosts have none, but a user name may (`user@server`)
  if (at < 0) return { problem: `has no user: '${text.slice(0, 300)}'; ${forms}` };
  const address = parseHostPort(text.slice(0, at));
  const user = text.slice(at + 1);
  if (!address) return { problem: `names no valid host and port before the '@': '${text.slice(0, at).slice(0, 300)}'; ${forms}` };
  if (!user) return { problem: `has no user after the '@'; ${forms}` };
  return { server: { kind: 'address', ...address, user } };
}
