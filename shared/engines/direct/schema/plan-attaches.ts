// Plans how the indexes of partitions are linked to those of their parents.
import type { CatalogIndex, CatalogRelation, PostDataUnit, SchemaStatement } from './types';
import { unitKey } from './unit-key';

/** Each link locks two indexes until its transaction ends: so many stay far below the lock table of a small server. */
const linksPerUnit = 100;

export interface StructureUnit {
  relation: CatalogRelation;
  unit: PostDataUnit;
}

/** A parent's index becomes valid with its last link, so whoever needs it waits for all of these. */
export function planAttaches(
  indexes: readonly CatalogIndex[],
  relations: ReadonlyMap<number, CatalogRelation>,
  builds: readonly StructureUnit[],
): StructureUnit[] {
  const byOid = new Map(indexes.map((index) => [index.oid, index]));
  const keysOf = (tableOid: number) => builds.filter(({ relation }) => relation.oid === tableOid).map(({ unit }) => unit.key);
  const children = new Map<CatalogIndex, CatalogIndex[]>();
  for (const index of indexes) {
    const parent = byOid.get(index.parentOid ?? 0);
    if (parent) children.set(parent, [...(children.get(parent) ?? []), index]);
  }
  return [...children].flatMap(([parent, all]) => {
    const relation = relations.get(parent.tableOid);
    if (!relation) return [];
    const units: StructureUnit[] = [];
    for (let first = 0; first < all.length; first += linksPerUnit) {
      const part = all.slice(first, first + linksPerUnit);
      const previous = units.at(-1)?.unit.key;
      units.push({
        relation,
        unit: {
          key: unitKey(first === 0 ? 'attach' : `attach${first}`, parent.name),
          kind: 'attach',
          object: parent.name,
          statements: part.map((child) => attachStatement(parent, child)),
          dependsOn: [...keysOf(parent.tableOid), ...part.flatMap((child) => keysOf(child.tableOid)), ...(previous ? [previous] : [])],
          weight: 0,
        },
      });
    }
    return units;
  });
}

export function attachStatement(parent: CatalogIndex, child: CatalogIndex): SchemaStatement {
  return { kind: 'INDEX ATTACH', object: child.name, sql: `ALTER INDEX ${parent.name} ATTACH PARTITION ${child.name};` };
}
