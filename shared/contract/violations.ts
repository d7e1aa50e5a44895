/** Everything that is wrong with a request, gathered and told at once. */
import type { z } from 'zod';
import { Rejection, type RejectionDetail } from '../domain/rejections';

/** `rule` continues the field's path: "... must be a string". */
export const violation = (target: string, rule: string): RejectionDetail => ({
  code: 'InvalidParameter',
  target,
  message: `${target} ${rule}.`,
});

export const violationsOf = (error: z.ZodError): RejectionDetail[] =>
  error.issues.map((issue) => violation(jsonPath(issue.path), issue.message));

/** `['properties', 'dbsToMigrate', 8]` -> `properties.dbsToMigrate[8]`. */
function jsonPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const name = String(part);
    if (!/^[\w-]+$/.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text ? `${text}.${name}` : name;
  }, '');
}

/** One Rejection for all violations; the first one leads. */
export function rejectionOf(details: RejectionDetail[]): Rejection {
  const [first] = details;
  const message =
    details.length === 1
      ? (first?.message ?? '')
      : `${details.length} things in the request are not valid, see details. First: ${first?.message}`;
  return new Rejection('InvalidParameter', message, { target: first?.target, details });
}
