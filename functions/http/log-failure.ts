/** Logs an error that the caller could not know, from allow-listed fields: objects of SDK errors hold requests, and those hold secrets. */
import type { InvocationContext } from '@azure/functions';

const maxMessageLength = 500;
/** `cause` chains of SDK errors are short; a cycle must not hang the log. */
const maxCauses = 3;

export function logFailure(context: InvocationContext, requestId: string, thrown: unknown): void {
  context.error(`Request ${requestId} to ${context.functionName} failed: ${describe(thrown, maxCauses)}`);
}

function describe(thrown: unknown, causesLeft: number): string {
  if (!(thrown instanceof Error)) return `a ${typeof thrown} was thrown`;
  const { code, statusCode } = thrown as { code?: unknown; statusCode?: unknown };
  const facts = [code, statusCode].filter((fact) => typeof fact === 'string' || typeof fact === 'number').join(' ');
  const frames = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const own = [`${thrown.name}${facts && ` (${facts})`}: ${messageOf(thrown)}`, ...frames].join('\n');
  return thrown.cause === undefined || causesLeft === 0 ? own : `${own}\nCaused by ${describe(thrown.cause, causesLeft - 1)}`;
}

/** A parser's message quotes what it parsed. */
const messageOf = (error: Error) => (error instanceof SyntaxError ? '(not shown)' : error.message.slice(0, maxMessageLength));
