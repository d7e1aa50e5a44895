/** Everything that is wrong with a request, gathered and told at once. */
import type { z } from 'zod';
import { Rejection, type RejectionDetail } from '../domain/rejections';
import type { Spelling } from './spelling';

/** `rule` continues the field's path: "... must be a string". */
export const violation = (target: string, rule: string): RejectionDetail => ({
  code: 'InvalidParameter',
  target,
  message: `${target} ${rule}.`,
});

export const violationsOf = (error: z.ZodError): RejectionDetail[] =>
  error.issues.map((issue) => violation(jsonPath(issue.path), issue.message));

/** The violation with its path in a version's casing. */
export const respelled =
  (spelling: Spelling) =>
  ({ code, target, message }: RejectionDetail): RejectionDetail => {
    const spelled = spelling(target);
    return { code, target: spelled, message: message.startsWith(target) ? spelled + message.slice(target.length) : message };
  };

/** `['properties', 'dbsToMigrate', 8]` -> `properties.dbsToMigrate[8]`. */
function jsonPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const name = String(part);
    if (!/^[\w-]+$/.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text ? `${text}.${name}` : name;
  }, '');
}

/** Clients that show only the message get every violation too, unless there are pages of them. */
const maxMessageLength = 1500;

/** One Rejection for all violations; `details` has each with its target. */
export function rejectionOf(details: RejectionDetail[]): Rejection {
  const all = details.map(({ message }) => message).join(' ');
  const text = details.length > 1 ? `${details.length} things in the request are not valid: ${all}` : all;
  const message = text.length > maxMessageLength ? `${text.slice(0, maxMessageLength)}... (see details)` : text;
  return new Rejection('InvalidParameter', message, { target: details[0]?.target, details });
}
