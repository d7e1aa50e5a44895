/** What a refused or failed call to Azure Resource Manager means, as an error with a code. */
import { fail, MigrationFailure } from '../domain/error-codes';
import { aadNumber, isEntraError } from './entra-refusal';

export const statusOf = (error: unknown): number | undefined => (error as { statusCode?: number }).statusCode;

/** `what`: what was asked for, as in "reading the server 'x'". */
export function armFailure(error: unknown, what: string): MigrationFailure {
  if (error instanceof MigrationFailure) return error;
  if (isEntraError(error)) {
    const number = aadNumber(error);
    const refused = `Microsoft Entra ID refused the identity of this migration${number ? ` (AADSTS${number})` : ''}.`;
    return fail('AAD_APP_INVALID', refused, { cause: error });
  }
  const status = statusOf(error);
  const code = (error as { code?: string }).code;
  if (status === 401 || status === 403)
    return fail('ARM_ACCESS_DENIED', `Azure Resource Manager denied ${what} (${status}${code ? `, ${code}` : ''}).`, { cause: error });
  return fail('ARM_UNAVAILABLE', `Azure Resource Manager failed at ${what} (status ${status ?? 'none'}${code ? `, ${code}` : ''}).`, {
    cause: error,
  });
}

/** Undefined: there is no such thing (404). Everything else is a failure with a code. */
export async function unlessMissing<T>(what: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw armFailure(error, what);
  }
}
