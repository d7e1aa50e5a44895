/** What every answer must be: no failure of the service, a refusal that says what is wrong where, and never a secret. */
import { canary } from './requests';
import type { FuzzAnswer } from './send';

interface Envelope {
  error?: { code?: unknown; message?: unknown; target?: unknown; details?: { code?: unknown; message?: unknown; target?: unknown }[] };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0;

/** Refusals that are about one place of the request name it. */
const namesAField = new Set(['InvalidParameter']);

export function problemsOfAnswer({ status, headers, text }: FuzzAnswer): string[] {
  const problems: string[] = [];
  if (status >= 500) problems.push(`status ${status}: ${text.slice(0, 300)}`);
  if (text.includes(canary) || headers.includes(canary)) problems.push('a secret was echoed');
  if (status < 400 || status >= 500) return problems;
  const { error } = parsed(text);
  if (!isText(error?.code) || !isText(error?.message))
    return [...problems, `status ${status} without an error envelope: ${text.slice(0, 300)}`];
  if (!namesAField.has(error.code)) return problems;
  const named = [error, ...(error.details ?? [])];
  if (named.some(({ target, message }) => !isText(target) || !isText(message)))
    problems.push(`a refusal names no field or no rule: ${text.slice(0, 300)}`);
  return problems;
}

function parsed(text: string): Envelope {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
