/** Tags of a resource, with Azure Resource Manager's limits. */
import { z } from 'zod';
import { shown } from './fields';

const maxTags = 50;
const maxNameLength = 512;
const maxValueLength = 256;

export const tags = z
  .unknown()
  .transform((given, context): Record<string, string> => {
    const problem = (message: string, path: PropertyKey[] = []) => context.issues.push({ code: 'custom', message, path, input: undefined });
    if (typeof given !== 'object' || given === null || Array.isArray(given)) {
      problem('must be an object of strings');
      return z.NEVER;
    }
    const entries = Object.entries(given);
    if (entries.length > maxTags) problem(`has ${entries.length} tags; a resource takes at most ${maxTags}`);
    for (const [name, value] of entries) {
      if (!name || name.length > maxNameLength) problem(`has a tag name ${shown(name)} that is not 1 to ${maxNameLength} characters long`);
      if (typeof value !== 'string') problem('must be a string', [name]);
      else if (value.length > maxValueLength) problem(`must not be longer than ${maxValueLength} characters`, [name]);
    }
    return Object.fromEntries(entries) as Record<string, string>;
  })
  .meta({ type: 'object', additionalProperties: { type: 'string', maxLength: maxValueLength } });
