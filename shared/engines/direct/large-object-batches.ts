// Cuts the large objects of a database into units of work.
import { largeObjectsKey } from './ledger-keys';
import type { CatalogLargeObject } from './schema/types';

const batchObjects = 100;

export interface LargeObjectBatch {
  key: string;
  objects: CatalogLargeObject[];
}

export function largeObjectBatches(objects: CatalogLargeObject[]): LargeObjectBatch[] {
  const ordered = [...objects].sort((one, other) => one.oid - other.oid);
  return Array.from({ length: Math.ceil(ordered.length / batchObjects) }, (_, index) => {
    const batch = ordered.slice(index * batchObjects, (index + 1) * batchObjects);
    return { key: largeObjectsKey(batch[0]?.oid ?? 0), objects: batch };
  });
}
