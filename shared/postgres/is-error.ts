// Tells errors from other values, those of Node's own modules included when this code runs in a context of its own (as under jest).
import { types } from 'node:util';

export function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}

/** `ECONNREFUSED` and the like, and the codes of Node's TLS. */
export function errnoOf(error: unknown): string | undefined {
  const code = isError(error) ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : undefined;
}
