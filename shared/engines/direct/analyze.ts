// Gathers planner statistics, so that the first queries after the migration have good plans.
import type { Wire } from '../../postgres/wire';
import { endUnits, insertUnits } from './ledger';
import { analyzeKey } from './ledger-keys';
import type { CatalogRelation } from './schema/types';

/**
 * Largest first, over several sessions. ANALYZE of a partitioned table includes its partitions; where foreign tables are among them it would
 * connect to their servers, so that only its other partitions are read.
 */
export async function analyzeRelations(wires: Wire[], ledger: string, relations: CatalogRelation[]): Promise<void> {
  const partlyForeign = new Set(relations.filter(({ hasForeignChild }) => hasForeignChild).map(({ oid }) => oid));
  const queue = relations
    .filter(({ kind, oid }) => kind !== 'foreignTable' && !partlyForeign.has(oid))
    .filter(({ kind, oid, rootOid }) => oid === rootOid || (kind === 'table' && partlyForeign.has(rootOid)))
    .sort((one, other) => other.sizeBytes - one.sizeBytes);
  const batches: string[][] = [];
  for (const { name, sizeBytes } of queue) {
    const last = batches.at(-1);
    if (last && sizeBytes < smallRelationBytes && last.length < batchRelations) last.push(name);
    else batches.push([name]);
  }
  await Promise.all(
    wires.map(async (wire) => {
      for (let batch = batches.shift(); batch; batch = batches.shift()) await wire.query(`ANALYZE ${batch.join(', ')}`);
    }),
  );
  await wires[0]?.query(`${insertUnits(ledger, [analyzeKey])}; ${endUnits(ledger, [analyzeKey])}`);
}

const smallRelationBytes = 1_000_000;
const batchRelations = 50;
