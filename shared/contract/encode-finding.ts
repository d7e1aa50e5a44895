/** A finding of the validation as every answer shows it: what it is about, who has to act, and the command that mends it. */
import type { ValidationFinding } from '../domain/migration';

export const encodeFinding = ({ code, severity, database, message, objects, hint, owner, retryable, accepted }: ValidationFinding) => ({
  code,
  severity,
  ...(database === undefined ? {} : { database }),
  message,
  ...(objects ? { objects } : {}),
  hint,
  owner,
  retryable,
  ...(accepted === undefined ? {} : { accepted }),
});
