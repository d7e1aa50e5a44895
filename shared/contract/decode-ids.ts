/** Decodes the body of `POST /api/migrations:cancel`: different ids of migrations. */
import { z } from 'zod';
import { fields, shown } from './fields';
import { foldNames } from './fold-names';
import { rejectionOf, violation, violationsOf } from './violations';

/** Each costs several requests to the store; whoever has more asks again. */
export const maxIds = 100;

export const idsSchema = fields.group({
  ids: z
    .array(fields.text(64), { error: ({ input }) => (input === undefined ? 'is required' : 'must be an array of strings') })
    .min(1, { error: 'names no migration' })
    .max(maxIds, { error: `must not have more than ${maxIds} ids` }),
});

/** Throws a Rejection InvalidParameter with every violation. */
export function decodeIds(body: Record<string, unknown>): { ids: string[]; ignored: string[] } {
  const folded = foldNames(body, idsSchema);
  const parsed = idsSchema.safeParse(folded.value);
  if (!parsed.success) throw rejectionOf(violationsOf(parsed.error));
  const { ids } = parsed.data;
  const repeated = ids.flatMap((id, index) => (ids.indexOf(id) < index ? [violation(`ids[${index}]`, `names ${shown(id)} again`)] : []));
  if (repeated.length) throw rejectionOf(repeated);
  return { ids, ignored: folded.ignored };
}
