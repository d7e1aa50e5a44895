// Finds what differs between two lists of objects.
import type { CatalogObject } from './read-objects';

export interface ObjectDifference {
  kind: string;
  /** One of them is undefined where only one side has the object. */
  source?: CatalogObject;
  target?: CatalogObject;
  /** Present when both sides have the object. */
  property?: string;
}

/** Pure. */
export function diffObjects(source: readonly CatalogObject[], target: readonly CatalogObject[]): ObjectDifference[] {
  const expected = byKey(source);
  const found = byKey(target);
  const differences: ObjectDifference[] = [];
  for (const [key, object] of expected) {
    const other = found.get(key);
    if (!other) differences.push({ kind: object.kind, source: object });
    else
      differences.push(
        ...differingProperties(object, other).map((property) => ({ kind: object.kind, source: object, target: other, property })),
      );
  }
  for (const [key, object] of found) if (!expected.has(key)) differences.push({ kind: object.kind, target: object });
  return differences;
}

function differingProperties({ facts: one }: CatalogObject, { facts: other }: CatalogObject): string[] {
  const properties = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return properties.filter((property) => JSON.stringify(one[property]) !== JSON.stringify(other[property]));
}

/** Names of types lose their quotes in signatures, so that two objects may look alike: each needs one on the other side. */
function byKey(objects: readonly CatalogObject[]): Map<string, CatalogObject> {
  const map = new Map<string, CatalogObject>();
  for (const object of objects) {
    const key = JSON.stringify([object.kind, object.name, object.signature]);
    let copy = 0;
    while (map.has(`${key}${copy}`)) copy++;
    map.set(`${key}${copy}`, object);
  }
  return map;
}
