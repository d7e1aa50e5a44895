/** Adds the passwords to a migration's endpoints. The result lives only in the memory of the activity that asked for it (DESIGN 1.5). */
import { addressProblemOf } from '../auth/server-policy';
import { getSecret } from '../azure/key-vault';
import { config } from '../config';
import type { MigrationRecord, ServerEndpoint } from '../domain/migration';
import { secretName } from '../domain/names';
import type { ServerConnection } from '../engines/engine';

export async function connectionsOf({
  id,
  sourceEndpoint,
  targetEndpoint,
}: MigrationRecord): Promise<{ source: ServerConnection; target: ServerConnection }> {
  if (!sourceEndpoint || !targetEndpoint) throw new Error(`The endpoints of migration ${id} are not resolved.`);
  const [sourcePassword, targetPassword] = await Promise.all([
    getSecret(secretName(id, 'source-password')),
    getSecret(secretName(id, 'target-password')),
  ]);
  return { source: connectionTo(sourceEndpoint, sourcePassword), target: connectionTo(targetEndpoint, targetPassword) };
}

/** With the authority that may have signed the server's certificate, and the policy for the address that its name leads to. */
export const connectionTo = (endpoint: ServerEndpoint, password: string): ServerConnection => ({
  ...endpoint,
  password,
  ca: config().ca,
  addressProblem: addressProblemOf(endpoint.host),
});
