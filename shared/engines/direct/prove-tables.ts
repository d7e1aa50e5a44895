// Proves that what stands on the target is what the source sent: reads it back and compares hashes.
import { copyHash, copyHashAlgorithm } from '../../postgres/copy-hash';
import type { Wire } from '../../postgres/wire';
import type { TableProof } from '../engine';
import { contentMismatch } from './content-mismatch';
import { type CopyDialect, comparableRows, copyOut, formatOf } from './copy-unit';
import { isRowHash, rowHash, rowHashAlgorithm } from './row-hash';
import type { CatalogTable } from './schema/types';

export interface CopiedTable {
  table: CatalogTable;
  /** Of what the source sent; empty: the rows came another way, and nobody has read them yet. */
  sourceHash: string;
}

/** Throws a ContentMismatch for the first table that differs. `source` reads in the snapshot that was copied. */
export async function proveTables(source: Wire, target: Wire, dialect: CopyDialect, copied: CopiedTable[]): Promise<TableProof[]> {
  const sent = copied.filter(({ sourceHash }) => sourceHash !== '');
  const found = new Map((await targetHashes(target, dialect, sent)).map((hash, index) => [sent[index]?.table, hash]));
  const proofs: TableProof[] = [];
  for (const { table, sourceHash } of copied) {
    const targetHash = found.get(table) ?? '';
    const algorithm = isRowHash(sourceHash) ? rowHashAlgorithm : copyHashAlgorithm;
    if (sourceHash !== '' && targetHash === sourceHash) proofs.push({ algorithm, source: sourceHash, target: targetHash, result: 'equal' });
    else proofs.push(await compareRows(source, target, table, dialect));
  }
  return proofs;
}

async function targetHashes(target: Wire, dialect: CopyDialect, copied: CopiedTable[]): Promise<string[]> {
  if (copied.length === 0) return [];
  const newHash = ({ table, sourceHash }: CopiedTable) => {
    const format = formatOf(table, dialect);
    return isRowHash(sourceHash) ? rowHash({ format }) : copyHash(format);
  };
  const hashes = await Promise.all(copied.map(newHash));
  let current = 0;
  // A transaction each: one that held the locks of all tables could deadlock with the constraints that are being added meanwhile.
  await target.query(copied.map(({ table }) => `BEGIN;${copyOut(table, dialect)};COMMIT`).join(';'), {
    borrows: true,
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
export async function compareRows(source: Wire, target: Wire, table: CatalogTable, dialect: CopyDialect): Promise<TableProof> {
  const [there = '', here = ''] = await Promise.all([source, target].map((wire) => readRows(wire, comparableRows(table, dialect))));
  const proof = { algorithm: rowHashAlgorithm, source: there, target: here };
  if (there !== here) throw await contentMismatch({ source, target, table, dialect, proof });
  return { ...proof, result: 'equal' };
}

async function readRows(wire: Wire, sql: string): Promise<string> {
  const hash = await rowHash();
  await wire.query(sql, { borrows: true, data: hash.update, done: () => {} });
  return hash.digest();
}
