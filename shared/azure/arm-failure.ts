/** What a refused or failed call to Azure Resource Manager means, as an error with a code. */
import { AuthenticationError } from '@azure/identity';
import { fail, MigrationFailure } from '../domain/error-codes';

export const statusOf = (error: unknown): number | undefined => (error as { statusCode?: number }).statusCode;

/** `what`: what was asked for, as in "reading the server 'x'". */
export function armFailure(error: unknown, what: string): MigrationFailure {
  if (error instanceof MigrationFailure) return error;
  if (error instanceof AuthenticationError || (error as Error).name === 'AuthenticationRequiredError') {
    return fail('AAD_APP_INVALID', `Microsoft Entra ID refused the identity of this migration${aadCode(error)}.`, { cause: error });
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

/** The code alone: the whole text of Entra ID may name more than a caller should see. */
function aadCode(error: unknown): string {
  const code = /AADSTS\d+/.exec((error as Error).message)?.[0];
  return code ? ` (${code})` : '';
}
