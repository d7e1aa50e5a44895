/** A migration as its engine sees it as a whole; the passwords live only in the memory of the activity that asked for it. */
import type { MigrationRecord } from '../domain/migration';
import type { MigrationJob } from '../engines/engine';
import { readDatabases } from '../state/databases';
import { azureAccessOf } from './azure-access';
import { connectionsOf } from './connections';

export async function migrationJobOf(record: MigrationRecord): Promise<MigrationJob> {
  const [connections, azure, databases] = await Promise.all([connectionsOf(record), azureAccessOf(record), readDatabases(record.id)]);
  return { migrationId: record.id, databases: databases.map(({ number, name }) => ({ number, name })), azure, ...connections };
}
