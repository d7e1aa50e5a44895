// Sorts the entries behind the data by how they can run, and finds in the catalogue what they are about.
import { fail } from '../../../domain/error-codes';
import { annotationKinds, eventTriggerKind, parallelKinds } from './entry-kinds';
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
      sortParallel(entry);
    }
  }
  return sorted;

  function sortParallel(entry: SchemaEntry): void {
    const constraint = constraints.get(entry.oid);
    const index = indexes.get(entry.kind === 'INDEX' ? entry.oid : (constraint?.indexOid ?? 0));
    const relation = relations.get((entry.kind === 'INDEX' ? index : constraint)?.tableOid ?? 0);
    if (entry.kind === 'FK CONSTRAINT') {
      if (!constraint || !relation) throw unknown(entry);
      sorted.foreignKeys.push({ entry, constraint, table: relation });
      return;
    }
    if (!index || !relation) throw unknown(entry);
    if (lateFunctions.some((prefix) => entry.sql.includes(prefix))) {
      lateIndexes.add(index.oid);
      sorted.behaviour.push(entry);
      return;
    }
    const group = relation.kind === 'matview' ? sorted.onMatviews : sorted.onTables;
    const item = entry.kind === 'INDEX' ? { entry, index } : { entry, index, constraint };
    group.set(relation, [...(group.get(relation) ?? []), item]);
  }
}

/** Behind the data when they have a body of SQL that needs a primary key; an index may use them. */
const functionKinds: ReadonlySet<string> = new Set(['FUNCTION', 'PROCEDURE', 'AGGREGATE']);

function unknown(entry: SchemaEntry): Error {
  return fail('SOURCE_CHANGED', `${entry.kind} ${objectOf(entry)} is in the dump, but not in the catalogue that was read beside it.`, {
    objects: [objectOf(entry)],
  });
}
