/** The only reader of process.env: everything the service must be told, validated once at first use, with clear errors. */
import { readFileSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';
import { z } from 'zod';
import { type StorageAccount, storageAccountIn } from './storage-account';

const flag = z.enum(['on', 'off']);
const commaList = z.string().transform((text) =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean),
);

const isAddressRange = (entry: string) => entry.split('-').length <= 2 && entry.split('-').every((address) => isIPv4(address.trim()));

/** A name, `*.suffix`, address or network in CIDR notation. */
function isServerEntry(entry: string): boolean {
  const [address = '', bits, ...more] = entry.split('/');
  const maxBits = isIPv4(address) ? 32 : isIPv6(address) ? 128 : undefined;
  if (maxBits !== undefined) return !more.length && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= maxBits));
  return /^(?:\*\.)?[\w-]+(?:\.[\w-]+)*\.?$/.test(entry);
}

const storageAccountName = z
  .string()
  .regex(/^[a-z0-9]{3,24}$/, { error: 'must be 3 to 24 lower-case letters and digits' })
  .optional();
const secureUrl = z.url({ protocol: /^https$/, error: 'must be an https address' }).optional();

const environmentSchema = z.object({
  /** The storage of the Functions host: a connection string, or its parts, which name an account that is opened by identity. */
  AzureWebJobsStorage: z.string().min(1).optional(),
  AzureWebJobsStorage__accountName: storageAccountName,
  AzureWebJobsStorage__tableServiceUri: secureUrl,
  AzureWebJobsStorage__blobServiceUri: secureUrl,
  /** The storage of migrations and reports, in the same forms; default: the Functions host's own. */
  PGFLEX_STORAGE: z.string().min(1).optional(),
  PGFLEX_STORAGE__accountName: storageAccountName,
  PGFLEX_STORAGE__tableServiceUri: secureUrl,
  PGFLEX_STORAGE__blobServiceUri: secureUrl,
  PGFLEX_KEY_VAULT_URL: z.url(),
  PGFLEX_ARM_ENDPOINT: z.url().default('https://management.azure.com'),
  /** How long one answer of Azure Resource Manager may take; what lasts longer there is polled for. */
  PGFLEX_ARM_TIMEOUT_SECONDS: z.coerce.number().positive().max(600).default(30),
  /** Connection string (UseDevelopmentEmulator=true locally) or fully qualified namespace of Service Bus. */
  PGFLEX_SERVICE_BUS: z.string().min(1),
  PGFLEX_SERVICE_BUS_TOPIC: z.string().min(1).default('migration-events'),
  /** Address of an Event Grid topic (`https://.../api/events`) that gets the same events; none: Service Bus alone. */
  PGFLEX_EVENT_GRID_ENDPOINT: z.url().optional(),
  /** Key of that topic; none: the service's identity. */
  PGFLEX_EVENT_GRID_KEY: z.string().min(1).optional(),
  /** `off` only on loopback, in Development, without WEBSITE_SITE_NAME (DESIGN 6). */
  PGFLEX_AUTH: flag.default('on'),
  PGFLEX_TOKEN_AUDIENCE: commaList.default([]),
  /** Client id of the application that signs people in to the portal; default: the API's own, where an audience is its client id. */
  PGFLEX_PORTAL_CLIENT_ID: z.string().min(1).optional(),
  /** Scope that the portal asks a token for; default: `<first audience>/.default`. */
  PGFLEX_PORTAL_SCOPE: z.string().min(1).optional(),
  /** Servers that callers may name; empty: any, outside Development except addresses of the machine and its cloud (DESIGN 6). */
  PGFLEX_ALLOWED_SERVERS: commaList
    .refine((entries) => entries.every(isServerEntry), { error: 'must be a comma list of names, *.suffixes, addresses and CIDRs' })
    .default([]),
  /** Hosts that may be called back when an approval is asked for; default: Azure Logic Apps. */
  PGFLEX_CALLBACK_HOSTS: commaList
    .refine((entries) => entries.every(isServerEntry), { error: 'must be a comma list of names, *.suffixes, addresses and CIDRs' })
    .default(['*.logic.azure.com']),
  /** IPv4 addresses or ranges (`from-to`) that this service connects from: for them, migrations open the firewalls of public servers. */
  PGFLEX_OUTBOUND_ADDRESSES: commaList
    .refine((entries) => entries.every(isAddressRange), {
      error: "must be a comma list of IPv4 addresses and ranges ('203.0.113.4-203.0.113.7')",
    })
    .default([]),
  /** Hours that a migration waits for a person; at most a year. */
  PGFLEX_WAIT_HOURS: z.coerce.number().positive().max(8760).default(72),
  /** How a migration ends that waited in vain; the target is untouched either way. */
  PGFLEX_WAIT_EXPIRY_OUTCOME: z.enum(['Canceled', 'Failed']).default('Canceled'),
  /** PEM file of an additional certificate authority for PostgreSQL and Azure endpoints. */
  PGFLEX_CA_FILE: z.string().optional(),
  /** Set where the authority is not one of Microsoft's (the local Entra ID). */
  PGFLEX_DISABLE_INSTANCE_DISCOVERY: z.enum(['0', '1']).default('0'),
  /** Public address of this service, for links in events; default: derived from WEBSITE_HOSTNAME. */
  PGFLEX_PUBLIC_URL: z.url().optional(),
  /** File that gets spans and metrics as lines of JSON; none: no such file. */
  PGFLEX_TELEMETRY_FILE: z.string().min(1).optional(),
  /** Where spans and metrics go in Azure; the Functions host sends its log there, too. */
  APPLICATIONINSIGHTS_CONNECTION_STRING: z.string().min(1).optional(),
  AZURE_AUTHORITY_HOST: z.url().default('https://login.microsoftonline.com'),
  AZURE_TENANT_ID: z.string().optional(),
  AZURE_CLIENT_ID: z.string().optional(),
  AZURE_CLIENT_SECRET: z.string().optional(),
  AZURE_FUNCTIONS_ENVIRONMENT: z.string().default('Production'),
  WEBSITE_SITE_NAME: z.string().optional(),
  WEBSITE_HOSTNAME: z.string().optional(),
  WEBSITE_SKU: z.string().optional(),
});

/** Every setting that this service reads. */
export const settingNames: readonly string[] = Object.keys(environmentSchema.shape);

export interface AddressRange {
  from: string;
  to: string;
}

export interface Config {
  storage: StorageAccount;
  keyVaultUrl: string;
  armEndpoint: string;
  armTimeoutMs: number;
  serviceBus: string;
  serviceBusTopic: string;
  eventGrid: { endpoint: string; key: string | undefined } | undefined;
  auth: 'on' | 'off';
  tokenAudience: string[];
  portalClientId: string | undefined;
  portalScope: string;
  allowedServers: string[];
  callbackHosts: string[];
  /** Empty: firewalls are left as they are. */
  outboundAddresses: AddressRange[];
  waitExpiryMs: number;
  waitExpiryOutcome: 'Canceled' | 'Failed';
  /** PEM text. */
  ca: string | undefined;
  disableInstanceDiscovery: boolean;
  publicUrl: string;
  telemetryFile: string | undefined;
  applicationInsights: string | undefined;
  authorityHost: string;
  tenantId: string | undefined;
  clientId: string | undefined;
  clientSecret: string | undefined;
  development: boolean;
}

const noStorage = 'AzureWebJobsStorage: is missing, and so are its parts (__accountName, or __tableServiceUri and __blobServiceUri)';

/** Reads and checks an environment. Throws one error that lists every problem by variable name, never by value. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  const storage = storageAccountIn(given, 'PGFLEX_STORAGE') ?? storageAccountIn(given, 'AzureWebJobsStorage') ?? { problem: noStorage };
  if (!parsed.success || !storage.account) {
    const issues = parsed.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? [];
    const problems = [...(storage.problem ? [storage.problem] : []), ...issues];
    throw new Error(`The application settings are not complete:\n  ${problems.join('\n  ')}`);
  }
  const env = parsed.data;
  const development = env.AZURE_FUNCTIONS_ENVIRONMENT === 'Development' && !env.WEBSITE_SITE_NAME;
  if (env.PGFLEX_AUTH === 'off' && !development) {
    throw new Error('PGFLEX_AUTH=off is allowed only in Development on one machine. Set PGFLEX_AUTH=on and PGFLEX_TOKEN_AUDIENCE.');
  }
  if (env.PGFLEX_AUTH === 'on' && !env.PGFLEX_TOKEN_AUDIENCE.length) {
    throw new Error('PGFLEX_TOKEN_AUDIENCE is missing: the audience (or a comma list) that access tokens for this API must carry.');
  }
  if (env.PGFLEX_AUTH === 'on' && !env.AZURE_TENANT_ID) {
    throw new Error('AZURE_TENANT_ID is missing: the tenant whose access tokens this API accepts.');
  }
  if (env.WEBSITE_SKU === 'Dynamic') {
    throw new Error('The Consumption plan ends functions after ten minutes. Use Flex Consumption or Premium.');
  }
  return {
    storage: storage.account,
    keyVaultUrl: env.PGFLEX_KEY_VAULT_URL,
    armEndpoint: env.PGFLEX_ARM_ENDPOINT.replace(/\/$/, ''),
    armTimeoutMs: env.PGFLEX_ARM_TIMEOUT_SECONDS * 1000,
    serviceBus: env.PGFLEX_SERVICE_BUS,
    serviceBusTopic: env.PGFLEX_SERVICE_BUS_TOPIC,
    eventGrid: env.PGFLEX_EVENT_GRID_ENDPOINT ? { endpoint: env.PGFLEX_EVENT_GRID_ENDPOINT, key: env.PGFLEX_EVENT_GRID_KEY } : undefined,
    auth: env.PGFLEX_AUTH,
    tokenAudience: env.PGFLEX_TOKEN_AUDIENCE,
    portalClientId: env.PGFLEX_PORTAL_CLIENT_ID ?? env.PGFLEX_TOKEN_AUDIENCE.find((audience) => z.guid().safeParse(audience).success),
    portalScope: env.PGFLEX_PORTAL_SCOPE ?? `${env.PGFLEX_TOKEN_AUDIENCE[0] ?? ''}/.default`,
    allowedServers: env.PGFLEX_ALLOWED_SERVERS,
    callbackHosts: env.PGFLEX_CALLBACK_HOSTS,
    outboundAddresses: env.PGFLEX_OUTBOUND_ADDRESSES.map((entry) => {
      const [from = '', to = from] = entry.split('-').map((address) => address.trim());
      return { from, to };
    }),
    waitExpiryMs: env.PGFLEX_WAIT_HOURS * 3_600_000,
    waitExpiryOutcome: env.PGFLEX_WAIT_EXPIRY_OUTCOME,
    ca: env.PGFLEX_CA_FILE ? readFileSync(env.PGFLEX_CA_FILE, 'utf8') : undefined,
    disableInstanceDiscovery: env.PGFLEX_DISABLE_INSTANCE_DISCOVERY === '1',
    publicUrl: env.PGFLEX_PUBLIC_URL ?? `${development ? 'http' : 'https'}://${env.WEBSITE_HOSTNAME ?? 'localhost:7071'}`,
    telemetryFile: env.PGFLEX_TELEMETRY_FILE,
    applicationInsights: env.APPLICATIONINSIGHTS_CONNECTION_STRING,
    authorityHost: env.AZURE_AUTHORITY_HOST.replace(/\/$/, ''),
    tenantId: env.AZURE_TENANT_ID,
    clientId: env.AZURE_CLIENT_ID,
    clientSecret: env.AZURE_CLIENT_SECRET,
    development,
  };
}

let current: Config | undefined;

/** The process's configuration, read once. */
export function config(): Config {
  current ??= readConfig(process.env);
  return current;
}
