/** `migrationListFilter` of the ARM list: `Active` (the default, azure-apis.md 1.1) or `All`, in any casing. */
import { fields } from './fields';
import { rejectionOf, violation } from './violations';

export function readListFilter(query: Iterable<[string, string]>): 'Active' | 'All' {
  const given = [...query].find(([name]) => name.toLowerCase() === 'migrationlistfilter')?.[1];
  if (!given) return 'Active';
  const filter = fields.oneOf(['Active', 'All']).safeParse(given);
  if (filter.success) return filter.data;
  throw rejectionOf([violation('migrationListFilter', filter.error.issues[0]?.message ?? 'is not valid')]);
}
