/** Claims the names of databases on a target for one migration, inside the transaction that stores it. */
import { rowKeys } from '../domain/keys';
import { Rejection, type RejectionDetail } from '../domain/rejections';
import type { Claim } from '../state/clean-up-ledger';
import type { Rows } from '../state/transact';

/** Seconds after which a refused request may succeed, at the earliest. */
const retryAfterSeconds = 10;

/** Throws one Rejection that names every database which is taken, and the migration that holds it. */
export async function claimDatabases(rows: Rows, databases: string[], claim: Claim): Promise<void> {
  const taken: RejectionDetail[] = [];
  for (const [index, database] of databases.entries()) {
    const holder = await rows.get<Claim>(rowKeys.claim(database));
    if (holder && holder.migrationId !== claim.migrationId) {
      const message = `Database '${database}' of the target server belongs to the migration '${holder.migrationName}' (${holder.migrationId}), which is not done with it.`;
      taken.push({ code: 'DatabaseInUse', target: `properties.dbsToMigrate[${index}]`, message });
    }
    rows.put(rowKeys.claim(database), claim);
  }
  const [first] = taken;
  if (!first) return;
  const details = taken.length > 1 ? taken : undefined;
  throw new Rejection('DatabaseInUse', taken.map(({ message }) => message).join(' '), { target: first.target, details, retryAfterSeconds });
}
