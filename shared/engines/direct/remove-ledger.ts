// Drops the ledger from a database that is in place.
import { quoteIdentifier, quoteLiteral } from '../../postgres/quote';
import type { Wire } from '../../postgres/wire';
import { WireError } from '../../postgres/wire-error';
import type { Released } from '../engine';
import { readDatabases } from './place';
import { openTarget } from './sessions';
import type { Work } from './work';

/** A temporary database takes its ledger with it; under the final name may stand a database that never had one. */
export async function removeLedger(work: Pick<Work, 'job' | 'names' | 'signal'>, admin: Wire): Promise<Released> {
  const { ledger, ledgerSchema, final: database } = work.names;
  const released = { kind: 'ledgerSchema', name: ledgerSchema } as const;
  const { final } = await readDatabases(admin, work);
  if (!final?.allowsConnections) return { ...released, fate: 'absent' };
  const wire = await openTarget(work, database, 'check');
  try {
    if (!(await exists(wire, ledgerSchema))) return { ...released, fate: 'absent' };
    await wire.query(`DROP SCHEMA ${ledger} CASCADE`);
    if (!(await exists(wire, ledgerSchema))) return { ...released, fate: 'removed' };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
  } finally {
    wire.end();
  }
  return { ...released, fate: 'left', command: `DROP SCHEMA ${quoteIdentifier(ledgerSchema)} CASCADE; -- in database ${database}` };
}

async function exists(wire: Wire, schema: string): Promise<boolean> {
  const [found] = await wire.query(`SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = ${quoteLiteral(schema)}`);
  return (found?.rows.length ?? 0) > 0;
}
