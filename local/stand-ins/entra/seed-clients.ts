// The clients that the local tenant always has, and what each may do.
import { randomBytes } from 'node:crypto';
import type { ClientRights, Directory } from './directory';

export interface ClientCredentials {
  clientId: string;
  clientSecret: string;
}

/** The ones that users and tests get; `service` is the identity of the product itself and stays between start and the host. */
export const publicSeedNames = ['operator', 'reader', 'writer', 'approver', 'none', 'aadApp'] as const;
export type PublicSeedName = (typeof publicSeedNames)[number];
export type SeedName = PublicSeedName | 'service';

const [read, write, approve] = ['Migrations.Read', 'Migrations.Write', 'Migrations.Approve'];

function rightsOf(name: SeedName, subscriptionId: string): ClientRights {
  const scope = `/subscriptions/${subscriptionId}`;
  const rights: Record<SeedName, ClientRights> = {
    operator: { appRoles: [read, write, approve], roleAssignments: [{ scope, role: 'Owner' }] },
    reader: { appRoles: [read], roleAssignments: [] },
    writer: { appRoles: [read, write], roleAssignments: [] },
    approver: { appRoles: [read, approve], roleAssignments: [] },
    none: { appRoles: [], roleAssignments: [] },
    aadApp: { appRoles: [], roleAssignments: [{ scope, role: 'Contributor' }] }, // what the specification asks of the caller's AAD app
    service: { appRoles: [], roleAssignments: [{ scope, role: 'Contributor' }] },
  };
  return rights[name];
}

/** Secrets that an earlier start gave out are used again if they are still known; else new ones are added. */
export async function seedClients(
  directory: Directory,
  subscriptionId: string,
  knownSecrets: Partial<Record<string, string>>,
): Promise<Record<SeedName, ClientCredentials>> {
  const seed = async (name: SeedName) => {
    const clientSecret = knownSecrets[name] ?? randomBytes(30).toString('base64url');
    const { clientId } = await directory.seedClient(name, clientSecret, rightsOf(name, subscriptionId));
    return [name, { clientId, clientSecret }] as const;
  };
  return Object.fromEntries(await Promise.all([...publicSeedNames, 'service' as const].map(seed))) as Record<SeedName, ClientCredentials>;
}
