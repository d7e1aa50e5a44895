// Reads a JSON body by its schema, or answers 400 in the service's own words.
import type { z } from 'zod';
import { type Answer, Refusal } from './messages';

/** `problem` gets a text that names the fields and what was expected there, never the values. */
export function parseBody<T>(body: string, schema: z.ZodType<T>, problem: (message: string) => Answer): T {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Refusal(problem('The request body is not valid JSON.'));
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refusal(problem(parsed.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ')));
}
