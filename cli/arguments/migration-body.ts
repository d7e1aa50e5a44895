// The content of a new migration, or of a question about one: the file of --properties, what options say (they win), and the passwords.
import { membersOf } from '../../shared/contract/raw-body';
import { usageFailure } from '../failure';
import type { Terminal } from '../terminal';
import { findSecret, secrets } from './passwords';
import { type MigrationBody, readPropertiesFile } from './properties-file';

export interface BodyOptions {
  properties?: string;
  source?: string;
  dbNames?: string[];
  sourcePassword?: string;
  targetPassword?: string;
  sslMode?: string;
}

/** `more`: properties that further options say. `target`: whether the target's password is needed. */
export async function migrationBody(
  options: BodyOptions,
  terminal: Terminal,
  { more = {}, target = true }: { more?: Record<string, unknown>; target?: boolean } = {},
): Promise<MigrationBody> {
  const file = options.properties === undefined ? { properties: {} } : await readPropertiesFile(options.properties, terminal);
  const { source, dbNames, sslMode } = options;
  const said = { sourceDbServerResourceId: source, dbsToMigrate: dbNames, sslMode, ...more };
  const properties = { ...file.properties, ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) };
  if (properties.sourceDbServerResourceId === undefined) {
    throw usageFailure('Which source? Give --source (resource id, or host:port@user), or a file with --properties.');
  }
  return { ...file, properties: { ...properties, secretParameters: await withSecrets(properties, options, terminal, target) } };
}

async function withSecrets(
  properties: Record<string, unknown>,
  { sourcePassword, targetPassword }: BodyOptions,
  terminal: Terminal,
  target: boolean,
): Promise<Record<string, unknown>> {
  const parameters = membersOf(properties.secretParameters);
  const credentials = membersOf(parameters.adminCredentials);
  const find = async (kind: keyof typeof secrets, option: string | undefined, inFile: unknown) =>
    option === undefined && inFile !== undefined ? inFile : findSecret(secrets[kind], option, terminal);
  const passwords = {
    sourceServerPassword: await find('source', sourcePassword, credentials.sourceServerPassword),
    ...(target ? { targetServerPassword: await find('target', targetPassword, credentials.targetServerPassword) } : {}),
  };
  const app = parameters.aadApp === undefined ? undefined : membersOf(parameters.aadApp);
  return {
    ...parameters,
    adminCredentials: { ...credentials, ...passwords },
    ...(app ? { aadApp: { ...app, aadSecret: await find('aadApp', undefined, app.aadSecret) } } : {}),
  };
}
