// Plans indexes, and the constraints that stand on them: the indexes of one big table are built at the same time, small tables go in one unit.
import { sqlStatements } from './sql-statements';
import { statementOf } from './statement';
import type { CatalogConstraint, CatalogIndex, CatalogRelation, PostDataUnit, SchemaEntry, SchemaStatement } from './types';
import { unitKey } from './unit-key';

/** Building all indexes of a smaller table takes some 100 ms: less than units of their own would gain. */
export const smallTableBytes = 8 * 1024 * 1024;

/** An INDEX or CONSTRAINT entry with what the catalogue knows of it. */
export interface IndexEntry {
  entry: SchemaEntry;
  index: CatalogIndex;
  /** Present for CONSTRAINT. */
  constraint?: CatalogConstraint;
}

/** Units in an order in which they can run one by one. `prerequisites` come before all of them. */
export function planIndexesOf(
  relation: CatalogRelation,
  entries: readonly IndexEntry[],
  prerequisites: readonly string[] = [],
): PostDataUnit[] {
  if (entries.length === 0) return [];
  const table = relation.kind === 'table' ? relation.name : undefined;
  const base = { table, dependsOn: [...prerequisites] };
  const isSmall = relation.kind === 'partitionedTable' || relation.sizeBytes < smallTableBytes;
  if (isSmall || entries.length === 1) {
    return [
      {
        ...base,
        key: unitKey('indexes', relation.name),
        kind: entries.some(({ constraint }) => !constraint) ? 'index' : 'constraint',
        object: entries.length === 1 && entries[0] ? nameOf(entries[0], relation) : `indexes of ${relation.name}`,
        statements: entries.map((item) => ({ ...statementOf(item.entry), object: nameOf(item, relation) })),
        weight: sum(entries),
      },
    ];
  }
  return planParallel(relation, entries, base);
}

/**
 * Indexes first, all at once. Then, one after the other, what needs the table for itself: constraints (over their finished index where
 * possible), CLUSTER ON, REPLICA IDENTITY. In one transaction with a build, that stronger lock would deadlock with the builds beside it.
 */
function planParallel(
  relation: CatalogRelation,
  entries: readonly IndexEntry[],
  base: Pick<PostDataUnit, 'table' | 'dependsOn'>,
): PostDataUnit[] {
  const builds: PostDataUnit[] = [];
  const exclusive: { item: IndexEntry; statements: SchemaStatement[]; weight: number }[] = [];
  for (const item of entries) {
    const { entry, index, constraint } = item;
    const object = nameOf(item, relation);
    const [first = '', ...others] = sqlStatements(entry.sql).map((sql): SchemaStatement => ({ kind: entry.kind, object, sql: `${sql};` }));
    if (first === '') continue;
    const build = constraint ? buildOfConstraint(item) : first.sql;
    if (build !== undefined) {
      const statements = [{ kind: 'INDEX', object: index.name, sql: build }];
      builds.push({ ...base, key: unitKey('index', index.name), kind: 'index', object: index.name, statements, weight: weightOf(index) });
    }
    const add = constraint && (build === undefined ? first : { ...first, sql: addUsingIndex(relation, constraint) });
    const statements = add ? [add, ...others] : others;
    if (statements.length > 0) exclusive.push({ item, statements, weight: build === undefined ? weightOf(index) : 0 });
  }
  const units = [...builds];
  let before = [...base.dependsOn, ...builds.map(({ key }) => key)];
  for (const { item, statements, weight } of exclusive) {
    const object = nameOf(item, relation);
    const key = unitKey(item.constraint ? 'constraint' : 'finish', `${relation.name} ${item.index.name}`);
    units.push({ key, kind: 'constraint', object, table: base.table, statements, dependsOn: before, weight });
    before = [key];
  }
  return units;
}

/** Only plain ones of ordinary tables can take over an index; WITHOUT OVERLAPS stands on an index that is not unique. */
function buildOfConstraint({ index, constraint }: IndexEntry): string | undefined {
  const isPlain = constraint !== undefined && constraint.type !== 'x' && index.definition?.startsWith('CREATE UNIQUE INDEX ');
  return isPlain ? `${index.definition};` : undefined;
}

function addUsingIndex(relation: CatalogRelation, constraint: CatalogConstraint): string {
  const type = constraint.type === 'p' ? 'PRIMARY KEY' : 'UNIQUE';
  const deferred = constraint.isDeferred ? ' DEFERRABLE INITIALLY DEFERRED' : constraint.isDeferrable ? ' DEFERRABLE' : '';
  // a constraint and its index always have the same name
  return `ALTER TABLE ONLY ${relation.name} ADD CONSTRAINT ${constraint.name} ${type} USING INDEX ${constraint.name}${deferred};`;
}

function nameOf({ index, constraint }: IndexEntry, relation: CatalogRelation): string {
  return constraint ? `${constraint.name} on ${relation.name}` : index.name;
}

/** Rows that are in order already take half of the time to sort. */
const weightOf = ({ sizeBytes, isSorted }: CatalogIndex) => sizeBytes * (1 - isSorted / 2);

const sum = (entries: readonly IndexEntry[]) => entries.reduce((weight, { index }) => weight + weightOf(index), 0);
