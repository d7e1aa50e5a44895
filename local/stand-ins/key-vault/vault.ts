// The stored secrets: versions, soft delete, recover and purge, with the rules of the real Key Vault.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { openStateFile } from '../../files/state-file';
import { Refusal } from '../http/messages';
import { deletedNameInUse, secretNotFound } from './errors';

const versionSchema = z.object({
  id: z.string(),
  value: z.string(),
  contentType: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  enabled: z.boolean(),
  /** Seconds since 1970, as on the wire. */
  notBefore: z.number().optional(),
  expires: z.number().optional(),
  created: z.number(),
  updated: z.number(),
});
export type SecretVersion = z.infer<typeof versionSchema>;

const secretSchema = z.object({
  name: z.string(),
  /** Oldest first, never empty. */
  versions: z.array(versionSchema).min(1),
  deletedOn: z.number().optional(),
});
export type Secret = z.infer<typeof secretSchema>;

export type SecretAttributes = Partial<Pick<SecretVersion, 'enabled' | 'notBefore' | 'expires'>>;
export type SecretMetadata = Partial<Pick<SecretVersion, 'contentType' | 'tags'>> & SecretAttributes;

export interface Vault {
  set(name: string, value: string, metadata: SecretMetadata): Promise<{ secret: Secret; version: SecretVersion }>;
  /** The newest version when none is named. */
  get(name: string, versionId?: string): { secret: Secret; version: SecretVersion };
  update(name: string, versionId: string | undefined, metadata: SecretMetadata): Promise<{ secret: Secret; version: SecretVersion }>;
  list(): Secret[];
  delete(name: string): Promise<Secret>;
  getDeleted(name: string): Secret;
  listDeleted(): Secret[];
  recover(name: string): Promise<Secret>;
  purge(name: string): Promise<void>;
}

export const recoverableDays = 7; // the shortest that the real service offers
const recoverableSeconds = recoverableDays * 24 * 60 * 60;

const vaultSchema = z.object({ secrets: z.record(z.string(), secretSchema) });
type Secrets = z.infer<typeof vaultSchema>['secrets'];

export async function openVault(folder: string): Promise<Vault> {
  const file = await openStateFile<{ secrets: Secrets }>(join(folder, 'secrets.json'), vaultSchema, () => ({ secrets: {} }));

  const inState = (secrets: Secrets, name: string, state: 'live' | 'deleted') => {
    const secret = lookUp(secrets, name);
    if (!secret || stateOf(secret) !== state) throw new Refusal(secretNotFound(name));
    return secret;
  };
  const all = (state: 'live' | 'deleted') => Object.values(file.read().secrets).filter((secret) => stateOf(secret) === state);
  const change = <R>(edit: (secrets: Secrets) => R) =>
    file.update(({ secrets }) => {
      for (const [key, secret] of Object.entries(secrets)) if (stateOf(secret) === 'purged') delete secrets[key];
      return edit(secrets);
    });

  return {
    set: (name, value, metadata) =>
      change((secrets) => {
        const known = lookUp(secrets, name);
        if (known?.deletedOn) throw new Refusal(deletedNameInUse(name));
        const now = nowSeconds();
        const version = { enabled: true, ...metadata, id: randomBytes(16).toString('hex'), value, created: now, updated: now };
        const secret = { name: known?.name ?? name, versions: [...(known?.versions ?? []), version] };
        secrets[keyOf(name)] = secret;
        return { secret, version };
      }),
    get(name, versionId) {
      const secret = inState(file.read().secrets, name, 'live');
      return { secret, version: versionOf(secret, versionId) };
    },
    update: (name, versionId, metadata) =>
      change((secrets) => {
        const secret = inState(secrets, name, 'live');
        const version = versionOf(secret, versionId);
        const given = Object.fromEntries(Object.entries(metadata).filter(([, entry]) => entry !== undefined));
        Object.assign(version, given, { updated: nowSeconds() });
        return { secret, version };
      }),
    list: () => all('live'),
    delete: (name) => change((secrets) => Object.assign(inState(secrets, name, 'live'), { deletedOn: nowSeconds() })),
    getDeleted: (name) => inState(file.read().secrets, name, 'deleted'),
    listDeleted: () => all('deleted'),
    recover: (name) =>
      change((secrets) => {
        const secret = inState(secrets, name, 'deleted');
        delete secret.deletedOn;
        return secret;
      }),
    purge: (name) =>
      change((secrets) => {
        inState(secrets, name, 'deleted');
        delete secrets[keyOf(name)];
      }),
  };
}

/** When the service would remove a deleted secret for good; from then on it is gone here, too. */
export function purgeTime(secret: Secret): number {
  return (secret.deletedOn ?? 0) + recoverableSeconds;
}

function stateOf(secret: Secret): 'live' | 'deleted' | 'purged' {
  if (secret.deletedOn === undefined) return 'live';
  return purgeTime(secret) > nowSeconds() ? 'deleted' : 'purged';
}

/** Key Vault compares names without regard to case. */
const keyOf = (name: string) => name.toLowerCase();

const lookUp = (secrets: Secrets, name: string) => (Object.hasOwn(secrets, keyOf(name)) ? secrets[keyOf(name)] : undefined);

function versionOf(secret: Secret, versionId: string | undefined): SecretVersion {
  const version = versionId ? secret.versions.find(({ id }) => id === versionId) : secret.versions.at(-1);
  if (!version) throw new Refusal(secretNotFound(`${secret.name}/${versionId}`));
  return version;
}

const nowSeconds = () => Math.floor(Date.now() / 1000);
