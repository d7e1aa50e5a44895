/** Decodes the body of `checkMigrationNameAvailability`. */
import { migrationResourceType } from './arm-ids';
import { brokenNameRule } from './decode-migration';
import { fields } from './fields';
import { foldNames } from './fold-names';
import { rejectionOf, violationsOf } from './violations';

export const nameCheckSchema = fields.group({ name: fields.text(), type: fields.oneOf([migrationResourceType]) });

/** `problem`: why no migration can have that name. Throws a Rejection InvalidParameter if the question itself is not understood. */
export function decodeNameCheck(body: Record<string, unknown>): { name: string; problem?: string } {
  const parsed = nameCheckSchema.safeParse(foldNames(body, nameCheckSchema).value);
  if (!parsed.success) throw rejectionOf(violationsOf(parsed.error));
  const { name } = parsed.data;
  return { name, problem: brokenNameRule(name)[0]?.message };
}
