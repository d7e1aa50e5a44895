// The environment of the functions host: the product's settings for this stack, with secrets in the child's memory only.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../files/write-atomically';
import type { StandInsReady } from '../stand-ins/child-messages';
import { portalClientId } from '../stand-ins/entra/portal-client';

/** Audience of tokens for the API: Azure's own, so that an unmodified SDK client only needs another address. */
export const tokenAudience = 'https://management.azure.com';
const tokenAudiences = [tokenAudience, `${tokenAudience}/`, 'https://management.core.windows.net/', 'api://pg-flex-migrator'];

export async function hostEnvironment(
  standIns: StandInsReady,
  storage: string,
  auth: 'on' | 'off',
  dataFolder: string,
): Promise<NodeJS.ProcessEnv> {
  // The user's own Azure sign-in must not leak into a stack that talks to stand-ins.
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AZURE_|IDENTITY_|MSI_|npm_)/.test(name)));
  const { clientId, clientSecret } = standIns.clients.service;
  return {
    ...inherited,
    AzureWebJobsStorage: storage,
    PGFLEX_STORAGE: storage,
    PGFLEX_KEY_VAULT_URL: standIns.keyVault,
    PGFLEX_ARM_ENDPOINT: standIns.arm,
    PGFLEX_SERVICE_BUS: standIns.serviceBus,
    PGFLEX_SERVICE_BUS_TOPIC: standIns.serviceBusTopic,
    PGFLEX_EVENT_GRID_ENDPOINT: `${standIns.eventGrid}/api/events`,
    PGFLEX_CALLBACK_HOSTS: 'localhost,127.0.0.1',
    PGFLEX_TELEMETRY_FILE: join(dataFolder, 'logs', 'telemetry.jsonl'),
    PGFLEX_AUTH: auth,
    PGFLEX_TOKEN_AUDIENCE: tokenAudiences.join(','),
    PGFLEX_PORTAL_CLIENT_ID: portalClientId,
    PGFLEX_CA_FILE: standIns.caFile,
    PGFLEX_DISABLE_INSTANCE_DISCOVERY: '1',
    AZURE_AUTHORITY_HOST: standIns.entra,
    AZURE_TENANT_ID: standIns.tenantId,
    AZURE_CLIENT_ID: clientId,
    AZURE_CLIENT_SECRET: clientSecret,
    NODE_EXTRA_CA_CERTS: await trustedAuthorities(standIns.caFile, dataFolder),
  };
}

/** Node reads one file only, so the user's own authorities (a company's proxy, say) and ours go into one. */
async function trustedAuthorities(caFile: string, dataFolder: string): Promise<string> {
  const own = process.env.NODE_EXTRA_CA_CERTS;
  if (!own) return caFile;
  const bundle = join(dataFolder, 'ca-bundle.pem');
  await writeAtomically(bundle, `${await readFile(own, 'utf8')}\n${await readFile(caFile, 'utf8')}`);
  return bundle;
}
