// The tenant: its id, its signing key and its clients, with salted hashes of their secrets and never the secrets.
import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { openStateFile } from '../../files/state-file';
import { newSigningKey } from './signing-key';

const clientSchema = z.object({
  clientId: z.string(),
  objectId: z.string(),
  salt: z.string(),
  /** Newest last. An application of the real Entra ID may have several secrets, too. */
  secretHashes: z.array(z.string()),
  appRoles: z.array(z.string()),
  roleAssignments: z.array(z.object({ scope: z.string(), role: z.string() })),
});
export type Client = z.infer<typeof clientSchema>;
export type ClientRights = Pick<Client, 'appRoles' | 'roleAssignments'>;

const directorySchema = z.object({
  tenantId: z.string(),
  signingKey: z.record(z.string(), z.unknown()),
  clients: z.record(z.string(), clientSchema),
  /** Client ids of the clients that every start provides, by their names in endpoints.json. */
  seeds: z.record(z.string(), z.string()),
});

export interface Directory {
  tenantId: string;
  signingKey: Record<string, unknown>;
  /** Ids are GUIDs as a rule and compared without regard to case. */
  client(clientId: string): Client | undefined;
  /** Of a client that every start provides, by its name. */
  seedClientId(name: string): string | undefined;
  hasSecret(client: Client, secret: string): boolean;
  /** Replaces rights and all secrets. True if the client is new. */
  putClient(clientId: string, secret: string, rights: ClientRights): Promise<{ client: Client; created: boolean }>;
  /** The client with this seed name, made on first use; the secret is added to the ones it has. */
  seedClient(name: string, secret: string, rights: ClientRights): Promise<Client>;
}

const keptSecrets = 10; // a secret that a migration got at an earlier start must go on working after a restart
/** Quick on purpose: these secrets are random, so there is nothing to guess, and every token costs one. */
const hash = (secret: string, salt: string) => createHmac('sha256', salt).update(secret).digest();

export async function openDirectory(folder: string): Promise<Directory> {
  const file = await openStateFile(join(folder, 'directory.json'), directorySchema, async () => ({
    tenantId: randomUUID(),
    signingKey: await newSigningKey(),
    clients: {},
    seeds: {},
  }));
  const key = (clientId: string) => clientId.toLowerCase();
  const find = (clientId: string) => {
    const { clients } = file.read();
    return Object.hasOwn(clients, key(clientId)) ? clients[key(clientId)] : undefined;
  };
  const store = (client: Client, seedName?: string) =>
    file.update((draft) => {
      draft.clients[key(client.clientId)] = client;
      if (seedName) draft.seeds[seedName] = client.clientId;
    });

  return {
    tenantId: file.read().tenantId,
    signingKey: file.read().signingKey,
    client: find,
    seedClientId(name) {
      const { seeds } = file.read();
      return Object.hasOwn(seeds, name) ? seeds[name] : undefined;
    },
    hasSecret(client, secret) {
      const given = hash(secret, client.salt);
      return client.secretHashes.some((stored) => timingSafeEqual(given, Buffer.from(stored, 'hex')));
    },
    async putClient(clientId, secret, rights) {
      const known = find(clientId);
      const client = withSecret(known ? { ...known, ...rights, secretHashes: [] } : newClient(clientId, rights), secret);
      await store(client);
      return { client, created: !known };
    },
    async seedClient(name, secret, rights) {
      const known = find(file.read().seeds[name] ?? '');
      const client = withSecret(known ? { ...known, ...rights } : newClient(randomUUID(), rights), secret);
      await store(client, name);
      return client;
    },
  };
}

function newClient(clientId: string, { appRoles, roleAssignments }: ClientRights): Client {
  return { clientId, objectId: randomUUID(), salt: randomBytes(16).toString('hex'), secretHashes: [], appRoles, roleAssignments };
}

function withSecret(client: Client, secret: string): Client {
  const added = hash(secret, client.salt).toString('hex');
  const others = client.secretHashes.filter((stored) => stored !== added);
  return { ...client, secretHashes: [...others, added].slice(-keptSecrets) };
}
