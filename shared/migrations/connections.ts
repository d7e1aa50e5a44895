/** Adds the passwords to a migration's endpoints. The result lives only in the memory of the activity that asked for it (DESIGN 1.5). */
import { getSecret } from '../azure/key-vault';
import { config } from '../config';
import type { MigrationRecord } from '../domain/migration';
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
  const { ca } = config();
  return { source: { ...sourceEndpoint, password: sourcePassword, ca }, target: { ...targetEndpoint, password: targetPassword, ca } };
}
