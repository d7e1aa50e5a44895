/** Decodes who wants to be called back when an approval is asked for. The address carries a right, so no message shows it. */
import { fields } from './fields';
import { foldNames } from './fold-names';
import { rejectionOf, violationsOf } from './violations';

export const callbackSchema = fields.group({
  callbackUrl: fields
    .secret()
    .meta({ format: 'uri', maxLength: 25_000, description: 'An https address that is called once. It is kept as a secret.' }),
});

/** Throws a Rejection InvalidParameter with every violation. */
export function decodeCallback(body: Record<string, unknown>): { callbackUrl: string; ignored: string[] } {
  const folded = foldNames(body, callbackSchema);
  const parsed = callbackSchema.safeParse(folded.value);
  if (!parsed.success) throw rejectionOf(violationsOf(parsed.error));
  return { ...parsed.data, ignored: folded.ignored };
}
