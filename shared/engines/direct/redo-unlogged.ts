// Finds unlogged tables that a crash of the target emptied, and makes them be copied again.
import { quoteLiteral } from '../../postgres/quote';
import type { Wire } from '../../postgres/wire';
import { tableKey } from './ledger-keys';
import { isPostDataDone, type Slice } from './slice';

/** False: they cannot be emptied one by one any more, start anew. The start time of the server would not tell: it outlives a crash of a backend. */
export async function redoUnlogged(slice: Slice, target: Wire): Promise<boolean> {
  const { catalog, ledger, plan, work } = slice;
  const filled = catalog.tables.filter(({ unlogged, name }) => unlogged && (ledger.units.get(tableKey(name))?.rows ?? 0) > 0);
  if (!filled.length) return true;
  const found = await target.query(filled.map(({ name }) => `SELECT EXISTS (SELECT FROM ONLY ${name})`).join(';'));
  const lost = filled.filter((_, index) => found[index]?.rows[0]?.[0] === 'f');
  if (!lost.length) return true;
  if (plan.postData.some((unit) => unit.kind === 'foreignKey' && isPostDataDone(slice, unit))) return false; // TRUNCATE refuses then
  const keys = lost.map(({ name }) => tableKey(name));
  await target.query(`DELETE FROM ${work.names.ledger}.unit WHERE key IN (${keys.map(quoteLiteral).join(', ')})`);
  for (const key of keys) ledger.units.delete(key);
  return true;
}
