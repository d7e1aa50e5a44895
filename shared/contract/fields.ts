/**
 * The kinds of fields that a migration's JSON has, as zod schemas whose messages continue the field's path: "... must be a string, not a number".
 * What `meta` adds goes into the OpenAPI document.
 */
import { z } from 'zod';
import { maxIdentifierBytes } from '../domain/limits';
import { byteLength } from './byte-length';

/** Values are shown in messages, but not whole pages of them. */
export const shown = (value: string) => `'${value.length > 80 ? `${value.slice(0, 80)}...` : value}'`;

const kindOf = (value: unknown) =>
  Array.isArray(value) ? 'an array' : value !== null && typeof value === 'object' ? 'an object' : `a ${typeof value}`;

const typeMessage = (wanted: string) => (issue: { input?: unknown }) =>
  issue.input === undefined ? 'is required' : `must be ${wanted}, not ${kindOf(issue.input)}`;

const anyText = z.string({ error: typeMessage('a string') });
const hasNoNul = (value: string) => !value.includes('\0');

/** A string with at least one visible character; surrounding blanks are cut. */
const text = (maxLength = 1000) =>
  anyText
    .trim()
    .min(1, { error: 'must not be empty' })
    .max(maxLength, { error: `must not be longer than ${maxLength} characters` })
    .refine(hasNoNul, { error: 'must not contain a NUL character' });

/** Kept as it is, to the last blank; no message ever shows it. 25,000 characters are what Key Vault stores. */
const secret = () =>
  anyText
    .min(1, { error: 'must not be empty' })
    .max(25_000, { error: 'must not be longer than 25000 characters' })
    .refine(hasNoNul, { error: 'must not contain a NUL character' })
    .meta({ format: 'password' });

/** A login of a PostgreSQL server; Single Servers also take `user@server`, whose server is no part of the name. */
const user = () =>
  text().refine((value) => byteLength(value.replace(/(?<=.)@[^@]*$/, '')) <= maxIdentifierBytes, {
    error: `must not be longer than ${maxIdentifierBytes} bytes, PostgreSQL's limit`,
  });

/** ARM's own form is "True" or "False"; az and people write other casings and booleans. `refusal`: why it must not be true. */
const truth = (refusal?: string) =>
  z
    .unknown()
    .transform((value, context): boolean => {
      const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
      const answer = word === true || word === 'true' ? true : word === false || word === 'false' ? false : undefined;
      if (answer !== undefined && !(answer && refusal)) return answer;
      const given = typeof value === 'string' ? shown(value) : kindOf(value);
      const message = answer ? `must not be "True": ${refusal}` : `must be "True" or "False", not ${given}`;
      context.issues.push({ code: 'custom', message, input: undefined });
      return z.NEVER;
    })
    .meta({ type: 'string', enum: refusal ? ['False'] : ['True', 'False'] });

/** One of Azure's words, in any casing; the answer has Azure's casing. `refused`: words that Azure has and this service does not, with the reason. */
const oneOf = <const Word extends string>(words: readonly Word[], refused: Record<string, string> = {}) =>
  anyText
    .transform((value, context): Word => {
      const given = value.trim().toLowerCase();
      const word = words.find((candidate) => candidate.toLowerCase() === given);
      if (word) return word;
      const reason = Object.entries(refused).find(([candidate]) => candidate.toLowerCase() === given)?.[1];
      const message = reason
        ? `must not be ${shown(value)}: ${reason}`
        : `must be ${words.map((each) => `'${each}'`).join(' or ')}, not ${shown(value)}`;
      context.issues.push({ code: 'custom', message, input: undefined });
      return z.NEVER;
    })
    .meta({ enum: [...words] });

/** A point in time with its zone (RFC 3339); the answer is in UTC. */
const time = () =>
  anyText
    .transform((value, context): string => {
      const at = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)$/.test(value.trim())
        ? new Date(value.trim())
        : undefined;
      if (at && !Number.isNaN(at.getTime())) return at.toISOString();
      context.issues.push({
        code: 'custom',
        message: `must be a time such as '2026-01-31T22:00:00Z', not ${shown(value)}`,
        input: undefined,
      });
      return z.NEVER;
    })
    .meta({ format: 'date-time' });

/** A JSON object; an absent one is read as an empty one, so that every field missing in it is named. */
const group = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape, { error: typeMessage('an object') });

export const fields = { text, user, secret, truth, oneOf, time, group };
