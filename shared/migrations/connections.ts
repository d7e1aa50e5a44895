/** Adds the passwords to a migration's endpoints. The result lives only in the memory of the activity that asked for it (DESIGN 1.5). */
import { addressProblemOf } from '../auth/server-policy';
import { getSecret } from '../azure/key-vault';
import { config } from '../config';
import type { MigrationRecord, ServerEndpoint } from '../domain/migration';
import { secretName } from '../domain/names';
import type { ServerConnection } from '../engines/engine';

/** Of the servers whose endpoints are known. Throws a MigrationFailure when a password cannot be read. */
export async function knownConnectionsOf({
  id,
  sourceEndpoint,
  targetEndpoint,
}: MigrationRecord): Promise<{ source?: ServerConnection; target?: ServerConnection }> {
  const [source, target] = await Promise.all([
    sourceEndpoint && getSecret(secretName(id, 'source-password')).then((password) => connectionTo(sourceEndpoint, password)),
    targetEndpoint && getSecret(secretName(id, 'target-password')).then((password) => connectionTo(targetEndpoint, password)),
  ]);
  return { source, target };
}

export async function connectionsOf(record: MigrationRecord): Promise<{ source: ServerConnection; target: ServerConnection }> {
  const { source, target } = await knownConnectionsOf(record);
  if (!source || !target) throw new Error(`The endpoints of migration ${record.id} are not resolved.`);
  return { source, target };
}

/** With the authority that may have signed the server's certificate, and the policy for the address that its name leads to. */
export const connectionTo = (endpoint: ServerEndpoint, password: string): ServerConnection => ({
  ...endpoint,
  password,
  ca: config().ca,
  addressProblem: addressProblemOf(endpoint.host),
});
