// How a task's input names a server and a login.
import { z } from 'zod';

const defaultPort = 5432;

export const connectionInfoSchema = z.looseObject({
  /** A host name or address, with `:port` where it is not the one of `port` (a local server's registered name has one). */
  serverName: z.string().min(1),
  port: z.number().int().positive().optional(),
  databaseName: z.string().optional(),
  userName: z.string().min(1),
  password: z.string(),
  /** Newer api-versions say it; the default is theirs. */
  encryptConnection: z.boolean().default(true),
  trustServerCertificate: z.boolean().default(false),
});
export type ConnectionInfo = z.infer<typeof connectionInfoSchema>;

/** An IPv6 address with a port stands in brackets. */
export function addressOf({ serverName, port }: ConnectionInfo): { host: string; port: number } {
  const [, bracketed, plain, own] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(serverName) ?? [];
  return { host: bracketed ?? plain ?? serverName, port: Number(own ?? port ?? defaultPort) };
}
