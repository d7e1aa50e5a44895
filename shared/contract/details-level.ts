/**
 * `level` of the private preview: how much a GET tells. `Summary`: state and sub-state; `Default`: the databases too; `Full`: also what
 * validation found.
 */
import { fields } from './fields';
import { rejectionOf, violation } from './violations';

export const detailsLevels = ['Default', 'Summary', 'Full'] as const;
export type DetailsLevel = (typeof detailsLevels)[number];

export function readDetailsLevel(query: Iterable<[string, string]>): DetailsLevel {
  const given = [...query].find(([name]) => name.toLowerCase() === 'level')?.[1];
  if (!given) return 'Default';
  const level = fields.oneOf(detailsLevels).safeParse(given);
  if (level.success) return level.data;
  throw rejectionOf([violation('level', level.error.issues[0]?.message ?? 'is not valid')]);
}
