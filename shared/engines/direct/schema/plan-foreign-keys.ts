// Plans foreign keys: added without a look at the rows, one after the other (each locks two tables), then validated in parallel.
import { smallTableBytes } from './plan-indexes';
import { statementOf } from './statement';
import type { CatalogConstraint, CatalogRelation, PostDataUnit, SchemaEntry } from './types';
import { unitKey } from './unit-key';

/** From here on a partitioned table takes a foreign key as NOT VALID. */
const partitionedNotValidSince = 180000;
/** Foreign keys between small tables are checked in milliseconds; so many share a transaction. */
const smallPerUnit = 50;

export interface ForeignKeyEntry {
  entry: SchemaEntry;
  constraint: CatalogConstraint;
  table: CatalogRelation;
  referenced: CatalogRelation | undefined;
  /** Keys of the units after which the indexes of both tables (with all their partitions) are complete. */
  dependsOn: string[];
}

export function planForeignKeys(entries: readonly ForeignKeyEntry[], targetVersion: number): PostDataUnit[] {
  const small = entries.filter(isSmall);
  const big = entries.filter((item) => !isSmall(item)).sort((one, other) => bytesOf(one) - bytesOf(other)); // what waits longest comes last
  const units: PostDataUnit[] = [];
  const validations: PostDataUnit[] = [];
  let lastAdded: string[] = [];
  const lastValidated = new Map<number, string>();

  const add = (unit: PostDataUnit) => {
    units.push({ ...unit, dependsOn: [...new Set([...unit.dependsOn, ...lastAdded])] });
    lastAdded = [unit.key];
  };
  for (let first = 0; first < small.length; first += smallPerUnit) add(unitOf(small.slice(first, first + smallPerUnit)));
  for (const item of big) {
    const { constraint, table, entry } = item;
    const whole = unitOf([item]);
    const canDefer = constraint.isValidated && (table.kind === 'table' || targetVersion >= partitionedNotValidSince);
    if (!canDefer) {
      add(whole);
      continue;
    }
    const notValid = `${entry.sql.replace(/;\s*$/, '')} NOT VALID;`;
    add({ ...whole, weight: 0, statements: whole.statements.map((statement) => ({ ...statement, sql: notValid })) });
    const key = unitKey('validate', nameOf(item));
    const only = table.kind === 'table' ? 'ONLY ' : ''; // partitions are validated with their parent
    const validate = `ALTER TABLE ${only}${table.name} VALIDATE CONSTRAINT ${constraint.name};`;
    const before = lastValidated.get(table.oid); // two of one table would only wait for each other
    validations.push({
      key,
      kind: 'validate',
      object: nameOf(item),
      statements: [{ kind: 'FK CONSTRAINT', object: nameOf(item), sql: validate }],
      dependsOn: before === undefined ? [whole.key] : [whole.key, before],
      weight: table.sizeBytes,
    });
    lastValidated.set(table.oid, key);
  }
  return [...units, ...validations];
}

function unitOf(items: readonly ForeignKeyEntry[]): PostDataUnit {
  const [first] = items;
  const name = first ? nameOf(first) : '';
  return {
    key: unitKey('foreignKey', name),
    kind: 'foreignKey',
    object: items.length === 1 ? name : `${items.length} foreign keys of small tables`,
    statements: items.map((item) => ({ ...statementOf(item.entry), object: nameOf(item) })),
    dependsOn: [...new Set(items.flatMap(({ dependsOn }) => dependsOn))],
    weight: items.reduce((bytes, item) => bytes + bytesOf(item), 0),
  };
}

const nameOf = ({ constraint, table }: ForeignKeyEntry) => `${constraint.name} on ${table.name}`;

const bytesOf = ({ table, referenced }: ForeignKeyEntry) => table.sizeBytes + (referenced?.sizeBytes ?? 0);

/** A partitioned table has no size of its own, but its partitions have. */
function isSmall({ table, referenced }: ForeignKeyEntry): boolean {
  return [table, referenced].every((relation) => relation?.kind === 'table' && relation.sizeBytes < smallTableBytes);
}
