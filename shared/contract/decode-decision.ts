/** Decodes a decision about an overwrite approval: the body, and the fingerprint in `If-Match`. */
import { Rejection } from '../domain/rejections';
import { fields } from './fields';
import { foldNames } from './fold-names';
import { rejectionOf, violationsOf } from './violations';

/** Long enough for a change ticket and a sentence; it is part of an event, which stays small. */
const maxReasonLength = 1000;

export const decisionSchema = fields.group({
  decision: fields.oneOf(['overwrite', 'cancel']),
  reason: fields.text(maxReasonLength).optional(),
});

export interface DecodedDecision {
  decision: 'overwrite' | 'cancel';
  reason?: string;
  ignored: string[];
}

/** Throws a Rejection InvalidParameter with every violation. */
export function decodeDecision(body: Record<string, unknown>): DecodedDecision {
  const folded = foldNames(body, decisionSchema);
  const parsed = decisionSchema.safeParse(folded.value);
  if (!parsed.success) throw rejectionOf(violationsOf(parsed.error));
  return { ...parsed.data, ignored: folded.ignored };
}

/** The fingerprint that the caller saw, with or without the quotes that HTTP asks for. Without one nothing may be decided. */
export function readFingerprint(ifMatch: string | null): string {
  const fingerprint = ifMatch?.trim().replace(/^(?:W\/)?"(.*)"$/, '$1');
  if (fingerprint) return fingerprint;
  throw new Rejection('InvalidParameter', "The header If-Match is required: it names the approval's fingerprint, that is, what you saw.", {
    target: 'If-Match',
  });
}
