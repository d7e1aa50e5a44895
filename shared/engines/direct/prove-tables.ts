// Proves that what stands on the target is what the source sent: reads it back and compares hashes.
import { fail } from '../../domain/error-codes';
import { copyHash, copyHashAlgorithm } from '../../postgres/copy-hash';
import type { Wire } from '../../postgres/wire';
import type { TableProof } from '../engine';
import { type CopyDialect, comparableRows, copyOut, formatOf } from './copy-unit';
import { type RowHash, rowHash, rowHashAlgorithm } from './row-hash';
import type { CatalogTable } from './schema/types';

export interface CopiedTable {
  table: CatalogTable;
  /** Of what the source sent. */
  sourceHash: string;
}

/** Throws CONTENT_MISMATCH naming the first table that differs. `source` reads in the snapshot that was copied. */
export async function proveTables(source: Wire, target: Wire, dialect: CopyDialect, copied: CopiedTable[]): Promise<TableProof[]> {
  const found = await targetHashes(target, dialect, copied);
  const proofs: TableProof[] = [];
  for (const [index, { table, sourceHash }] of copied.entries()) {
    const targetHash = found[index] ?? '';
    if (targetHash === sourceHash) {
      proofs.push({ algorithm: copyHashAlgorithm, source: sourceHash, target: targetHash, result: 'equal' });
    } else proofs.push(await compareRows(source, target, table));
  }
  return proofs;
}

async function targetHashes(target: Wire, dialect: CopyDialect, copied: CopiedTable[]): Promise<string[]> {
  const hashes = await Promise.all(copied.map(({ table }) => copyHash(formatOf(table, dialect))));
  let current = 0;
  // A transaction each: one that held the locks of all tables could deadlock with the constraints that are being added meanwhile.
  await target.query(copied.map(({ table }) => `BEGIN;${copyOut(table, dialect)};COMMIT`).join(';'), {
    data: (bytes) => hashes[current]?.update(bytes),
    done: () => {
      current++;
    },
  });
  return hashes.map((hash) => hash.digest());
}

/**
 * Rows may lie in another order, and text of floats differs between versions: neither is a defect. So before one is declared, both sides
 * are read again in a form that is blind to both.
 */
async function compareRows(source: Wire, target: Wire, table: CatalogTable): Promise<TableProof> {
  const [there, here] = await Promise.all([readRows(source, table), readRows(target, table)]);
  const [sourceHash, targetHash] = [there.digest(), here.digest()];
  if (sourceHash !== targetHash) {
    const counts = [sourceHash, targetHash].map((hash) => hash.split('/')[1]);
    throw fail(
      'CONTENT_MISMATCH',
      `Table ${table.name} differs after the copy: ${counts[0]} rows with hash ${sourceHash} on the source, ${counts[1]} rows with hash ${targetHash} on the target.`,
      { objects: [table.name] },
    );
  }
  return { algorithm: rowHashAlgorithm, source: sourceHash, target: targetHash, result: 'equal' };
}

async function readRows(wire: Wire, table: CatalogTable): Promise<RowHash> {
  const hash = await rowHash();
  await wire.query(comparableRows(table), { data: hash.update, done: () => {} });
  return hash;
}
