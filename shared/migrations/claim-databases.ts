/** Claims the names of databases on a target for one migration, inside the transaction that stores it. */
import { rowKeys } from '../domain/keys';
import { Rejection } from '../domain/rejections';
import type { Claim } from '../state/clean-up-ledger';
import type { Rows } from '../state/transact';

/** Seconds after which a refused request may succeed, at the earliest. */
const retryAfterSeconds = 10;

/** Throws a Rejection that names the migration which holds one of them. */
export async function claimDatabases(rows: Rows, databases: string[], claim: Claim): Promise<void> {
  for (const [index, database] of databases.entries()) {
    const holder = await rows.get<Claim>(rowKeys.claim(database));
    if (holder && holder.migrationId !== claim.migrationId) {
      throw new Rejection(
        'DatabaseInUse',
        `Database '${database}' of the target server belongs to the migration '${holder.migrationName}' (${holder.migrationId}), which is not done with it.`,
        { target: `properties.dbsToMigrate[${index}]`, retryAfterSeconds },
      );
    }
    rows.put(rowKeys.claim(database), claim);
  }
}
