// Sorts the entries behind the data by how they can run, and finds in the catalogue what they are about.
import { fail } from '../../../domain/error-codes';
import { annotationKinds, definitionKinds, eventTriggerKind, parallelKinds } from './entry-kinds';
import type { IndexEntry } from './plan-indexes';
import { objectOf } from './statement';
import type { CatalogConstraint, CatalogRelation, SchemaEntry, SourceCatalog } from './types';

export interface SortedEntries {
  /** Indexes, and constraints that stand on one. */
  onTables: Map<CatalogRelation, IndexEntry[]>;
  onMatviews: Map<CatalogRelation, IndexEntry[]>;
  foreignKeys: { entry: SchemaEntry; constraint: CatalogConstraint; table: CatalogRelation }[];
  /** One after the other, in the dump's order. */
  behaviour: SchemaEntry[];
  comments: SchemaEntry[];
  eventTriggers: SchemaEntry[];
  /** OIDs of indexes among `behaviour`. */
  lateIndexes: ReadonlySet<number>;
}

export function sortEntries(entries: readonly SchemaEntry[], catalog: SourceCatalog): SortedEntries {
  const relations = new Map(catalog.relations.map((relation) => [relation.oid, relation]));
  const indexes = new Map(catalog.indexes.map((index) => [index.oid, index]));
  const constraints = new Map(catalog.constraints.map((constraint) => [constraint.oid, constraint]));
  const lateFunctions = entries
    .filter(({ kind }) => functionKinds.has(kind))
    .map(({ name }) => name.slice(0, name.indexOf('(') + 1))
    .filter(Boolean);

  const lateIndexes = new Set<number>();
  const sorted: SortedEntries = {
    onTables: new Map(),
    onMatviews: new Map(),
    foreignKeys: [],
    behaviour: [],
    comments: [],
    eventTriggers: [],
    lateIndexes,
  };
  for (const entry of entries) {
    const { kind, name, oid } = entry;
    if (kind === 'INDEX ATTACH') continue; // planned from the catalogue, which knows both ends
    if (annotationKinds.has(kind)) {
      (name.startsWith(`${eventTriggerKind} `) ? sorted.eventTriggers : sorted.comments).push(entry);
    } else if (kind === eventTriggerKind) {
      sorted.eventTriggers.push(entry);
    } else if (!parallelKinds.has(kind) || (kind === 'CONSTRAINT' && !constraints.has(oid))) {
      sorted.behaviour.push(entry); // such a CONSTRAINT is NOT NULL, NOT VALID (18+)
    } else {
      const constraint = constraints.get(oid);
      const index = indexes.get(kind === 'INDEX' ? oid : (constraint?.indexOid ?? 0));
      const relation = relations.get(constraint?.tableOid ?? index?.tableOid ?? 0);
      if (kind === 'FK CONSTRAINT') {
        if (!constraint || !relation) throw unknown(entry);
        sorted.foreignKeys.push({ entry, constraint, table: relation });
      } else {
        if (!index || !relation) throw unknown(entry);
        const isLate = lateFunctions.some((prefix) => entry.sql.includes(prefix));
        if (isLate) {
          lateIndexes.add(index.oid);
          sorted.behaviour.push(entry);
        } else {
          const group = relation.kind === 'matview' ? sorted.onMatviews : sorted.onTables;
          group.set(relation, [...(group.get(relation) ?? []), { entry, index, constraint }]);
        }
      }
    }
  }
  return sorted;
}

/** Behind the data when they have a body of SQL that needs a primary key; an index may use them. */
const functionKinds = new Set(['FUNCTION', 'PROCEDURE', 'AGGREGATE'].filter((kind) => definitionKinds.has(kind)));

function unknown(entry: SchemaEntry): Error {
  return fail('SOURCE_CHANGED', `${entry.kind} ${objectOf(entry)} is in the dump, but not in the catalogue that was read beside it.`, {
    objects: [objectOf(entry)],
  });
}
