// Plans what comes after the data: which units of work there are, and which must wait for which.
import { attachStatement, planAttaches, type StructureUnit } from './plan-attaches';
import { planForeignKeys } from './plan-foreign-keys';
import { planIndexesOf } from './plan-indexes';
import { planMatviews } from './plan-matviews';
import { isExtensionComment } from './plan-pre-data';
import { type SortedEntries, sortEntries } from './sort-entries';
import { statementOf } from './statement';
import type { CatalogIndex, PostDataUnit, SchemaEntry, SchemaStatement, SourceCatalog } from './types';
import { unitKey } from './unit-key';

/** Quick statements share a transaction; it holds the locks of all of them. */
const statementsPerUnit = 50;

/**
 * Indexes and constraints, foreign keys, then in the dump's order what acts on rows (triggers, rules, policies ...), materialised views with
 * their indexes, comments, event triggers. In an order in which the units can run one by one.
 */
export function planPostData(entries: readonly SchemaEntry[], catalog: SourceCatalog, targetVersion: number): PostDataUnit[] {
  const sorted = sortEntries(entries, catalog);
  const structure = planStructure(sorted, catalog);
  const references = planReferences(sorted, structure, catalog, targetVersion);
  const parallel = [...structure.map(({ unit }) => unit), ...references];

  const late = lateAttaches(catalog.indexes, sorted.lateIndexes);
  const behaviour = chain('behaviour', [...sorted.behaviour.map(statementOf), ...late], ends(parallel));
  const matviews = planMatviews(catalog, ends([...parallel, ...behaviour]));
  const toFilled = ends([...parallel, ...behaviour, ...matviews]);
  const onFilled = [...sorted.onMatviews].flatMap(([relation, items]) => planIndexesOf(relation, items, toFilled));

  const objects = [...parallel, ...behaviour, ...matviews, ...onFilled];
  const comments = chain('comments', sorted.comments.filter((entry) => !isExtensionComment(entry)).map(statementOf), ends(objects));
  const eventTriggers = chain('eventTriggers', sorted.eventTriggers.map(statementOf), ends([...objects, ...comments]));
  return [...objects, ...comments, ...eventTriggers];
}

function planStructure({ onTables, lateIndexes }: SortedEntries, { indexes, relations }: SourceCatalog): StructureUnit[] {
  const builds = [...onTables].flatMap(([relation, items]) => planIndexesOf(relation, items).map((unit) => ({ relation, unit })));
  const early = indexes.filter(({ oid }) => !lateIndexes.has(oid));
  return [...builds, ...planAttaches(early, new Map(relations.map((relation) => [relation.oid, relation])), builds)];
}

function planReferences(
  { foreignKeys }: SortedEntries,
  structure: readonly StructureUnit[],
  { relations }: SourceCatalog,
  targetVersion: number,
): PostDataUnit[] {
  const byOid = new Map(relations.map((relation) => [relation.oid, relation]));
  const keysOfTree = new Map<number, string[]>();
  for (const { relation, unit } of structure) keysOfTree.set(relation.rootOid, [...(keysOfTree.get(relation.rootOid) ?? []), unit.key]);
  return planForeignKeys(
    foreignKeys.map((foreignKey) => {
      const referenced = byOid.get(foreignKey.constraint.referencedOid);
      const roots = [foreignKey.table.rootOid, referenced?.rootOid ?? 0];
      return { ...foreignKey, referenced, dependsOn: [...new Set(roots.flatMap((root) => keysOfTree.get(root) ?? []))] };
    }),
    targetVersion,
  );
}

/** Indexes that use a function which comes behind the data are built with it, and linked there. */
function lateAttaches(indexes: readonly CatalogIndex[], late: ReadonlySet<number>): SchemaStatement[] {
  const byOid = new Map(indexes.map((index) => [index.oid, index]));
  return indexes.flatMap((child) => {
    const parent = byOid.get(child.parentOid ?? 0);
    return parent && late.has(child.oid) ? [attachStatement(parent, child)] : [];
  });
}

/** Statements one after the other, in units of several. */
function chain(what: string, statements: readonly SchemaStatement[], prerequisites: readonly string[]): PostDataUnit[] {
  const units: PostDataUnit[] = [];
  let dependsOn = [...prerequisites];
  for (let first = 0; first < statements.length; first += statementsPerUnit) {
    const part = statements.slice(first, first + statementsPerUnit);
    const key = unitKey(what, String(first));
    units.push({ key, kind: 'other', object: phrase(part), statements: part, dependsOn, weight: 0 });
    dependsOn = [key];
  }
  return units;
}

function phrase(statements: readonly SchemaStatement[]): string {
  const [first] = statements;
  if (!first) return '';
  const name = `${first.kind.toLowerCase()} ${first.object}`;
  return statements.length === 1 ? name : `${name} and ${statements.length - 1} more`;
}

/** Keys that no other unit waits for: whoever waits for these waits for all. */
function ends(units: readonly PostDataUnit[]): string[] {
  const waitedFor = new Set(units.flatMap(({ dependsOn }) => dependsOn));
  return units.map(({ key }) => key).filter((key) => !waitedFor.has(key));
}
