// Proves that every object of the source arrived on the target with its properties, and that nothing else is there.
import type { CatalogSession } from '../../../../postgres/catalog-session';
import type { CatalogComparison, CatalogDifference } from '../../../engine';
import type { SkippedObject } from '../../schema/types';
import { diffObjects, type ObjectDifference } from './diff-objects';
import { isComparable, judge } from './judge';
import { type CatalogObject, type ObjectArea, type ObjectGroup, objectAreas, readGroups, readObjects } from './read-objects';
import { reprint } from './reprint';

export interface CompareOptions {
  /** Unquoted name of the target's schema that is ours, and not looked at. */
  ledgerSchema: string;
  /** What the plan left out. */
  skipped: readonly SkippedObject[];
}

/** Groups of objects whose hashes are equal are not fetched, so that a million columns cost small answers. */
export async function compareCatalogs(source: CatalogSession, target: CatalogSession, options: CompareOptions): Promise<CatalogComparison> {
  const objects: Record<string, number> = {};
  const found: ObjectDifference[] = [];
  for (const area of objectAreas) {
    const { counts, differences } = await compareArea(source, target, area, options.ledgerSchema);
    Object.assign(objects, counts);
    found.push(...differences);
  }
  const versions = { sourceVersion: source.version, targetVersion: target.version };
  const comparable = found.filter(({ kind }) => isComparable(kind, versions));
  const { differing, differences } = await withoutPrinting(target, comparable);
  return { objects, differences: [...differences, ...differing.map((difference) => judge(difference, { ...options, ...versions }))] };
}

async function compareArea(source: CatalogSession, target: CatalogSession, area: ObjectArea, ledgerSchema: string) {
  const [onSource, onTarget] = await Promise.all([readGroups(source, area, ledgerSchema), readGroups(target, area, ledgerSchema)]);
  const counts: Record<string, number> = {};
  for (const { kind, count } of onSource) counts[kind] = (counts[kind] ?? 0) + count;
  const groups = differingGroups(onSource, onTarget);
  if (groups.length === 0) return { counts, differences: [] };
  const [expected, present]: CatalogObject[][] = await Promise.all([
    readObjects(source, area, ledgerSchema, groups),
    readObjects(target, area, ledgerSchema, groups),
  ]);
  return { counts, differences: diffObjects(expected ?? [], present ?? []) };
}

function differingGroups(one: readonly ObjectGroup[], other: readonly ObjectGroup[]): ObjectGroup[] {
  const key = ({ kind, bucket, hash }: ObjectGroup) => `${kind} ${bucket} ${hash}`;
  const [keys, otherKeys] = [new Set(one.map(key)), new Set(other.map(key))];
  return [...one.filter((group) => !otherKeys.has(key(group))), ...other.filter((group) => !keys.has(key(group)))];
}

/** Takes out texts that only look different since another version printed them; one line for all of a kind says so. */
async function withoutPrinting(
  target: CatalogSession,
  found: ObjectDifference[],
): Promise<{ differing: ObjectDifference[]; differences: CatalogDifference[] }> {
  const answers = await reprint(target, found);
  const same = new Set(found.filter((difference) => answers.get(difference) === 'same'));
  const counts = new Map<string, number>();
  for (const { kind, property } of same) counts.set(`${kind}\n${property}`, (counts.get(`${kind}\n${property}`) ?? 0) + 1);
  const differences = [...counts].map(([key, count]): CatalogDifference => {
    const [kind = '', property] = key.split('\n');
    return {
      kind,
      object: `${count} of them`,
      property,
      verdict: 'expected',
      reason: 'Only the printing differs: the target reads and prints the definition of the source as its own.',
    };
  });
  return { differing: found.filter((difference) => !same.has(difference)), differences };
}
