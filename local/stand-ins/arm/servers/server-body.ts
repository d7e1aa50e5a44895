// The body of PUT for a server: what is asked of it, and what of it is kept.
import { z } from 'zod';
import type { RegisteredServer, ServerKey } from './server-registry';

const endpoint = z
  .string()
  .regex(
    /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?$/,
    'expected a host name or address, with :port if it is not 5432, e.g. 127.0.0.1:5433',
  );

export const serverBodySchema = z.object({
  location: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  sku: z.record(z.string(), z.unknown()).optional(),
  properties: z.looseObject({
    fullyQualifiedDomainName: endpoint.optional(),
    administratorLogin: z.string().min(1).optional(),
    administratorLoginPassword: z.string().optional(),
    version: z
      .string()
      .regex(/^\d+(\.\d+)?$/, 'expected a PostgreSQL version, e.g. "17" or "9.6"')
      .optional(),
    configurations: z.record(z.string(), z.string()).optional(),
    sslEnforcement: z.enum(['Enabled', 'Disabled']).optional(),
    local: z
      .strictObject({
        dataDirectory: z.string().min(1),
        /** Its firewall rules decide who may connect: the Resource Manager writes its pg_hba.conf. */
        enforceFirewall: z.boolean().optional(),
      })
      .optional(),
  }),
});
export type ServerBody = z.infer<typeof serverBodySchema>;

/**
 * A PUT replaces the server. What the SDK's own PUT can't say, since those properties are read-only or local ones, stays as it was registered.
 * The password is dropped here. Answers the name of the property that a first PUT lacks, if any.
 */
export function serverFrom(key: ServerKey, body: ServerBody, known: RegisteredServer | undefined): RegisteredServer | { missing: string } {
  const {
    fullyQualifiedDomainName,
    administratorLogin,
    administratorLoginPassword: _dropped,
    version,
    configurations,
    local,
    ...properties
  } = body.properties;
  const required = {
    fullyQualifiedDomainName: fullyQualifiedDomainName ?? known?.fullyQualifiedDomainName,
    administratorLogin: administratorLogin ?? known?.administratorLogin,
    version: version ?? known?.version,
  };
  if (!required.fullyQualifiedDomainName) return { missing: 'fullyQualifiedDomainName' };
  if (!required.administratorLogin) return { missing: 'administratorLogin' };
  if (!required.version) return { missing: 'version' };
  return {
    kind: key.kind,
    resourceGroup: known?.resourceGroup ?? key.resourceGroup,
    name: known?.name ?? key.name,
    location: body.location ?? known?.location ?? 'local',
    tags: body.tags,
    sku: body.sku,
    properties,
    fullyQualifiedDomainName: required.fullyQualifiedDomainName,
    administratorLogin: required.administratorLogin,
    version: required.version,
    walLevel: known?.walLevel,
    configurations: configurations ?? known?.configurations ?? {},
    local: local ?? known?.local,
    firewallRules: known?.firewallRules ?? {},
    pendingRestart: known?.pendingRestart ?? [],
  };
}
