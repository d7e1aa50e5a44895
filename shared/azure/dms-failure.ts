/** What a refused or failed call to Azure Database Migration Service means. */
import { type ErrorCode, fail, MigrationFailure } from '../domain/error-codes';
import { withoutSecrets } from '../domain/without-secrets';
import { armFailure, statusOf } from './arm-failure';

/** Of 4xx: those that say nothing about what was asked for. */
const aboutTheCall = [401, 403, 408, 429];

interface Told {
  /** `creating the service 'x'`. */
  what: string;
  /** What was part of the request and may come back in the answer. */
  secrets?: readonly string[];
  /** Default: DMS_REFUSED. */
  conflict?: ErrorCode;
}

/** Its client keeps the request, with the passwords in it, in what it throws: that goes no further. */
export function dmsFailure(error: unknown, { what, secrets = [], conflict = 'DMS_REFUSED' }: Told): MigrationFailure {
  if (error instanceof MigrationFailure) return error;
  const status = statusOf(error);
  const { name, message, code } = error as Error & { code?: string };
  if (status !== undefined && status >= 400 && status < 500 && !aboutTheCall.includes(status)) {
    const words = withoutSecrets(message, secrets);
    return fail(
      status === 409 ? conflict : 'DMS_REFUSED',
      `Azure Database Migration Service refused ${what} (${status}${code ? `, ${code}` : ''}): ${words}`,
    );
  }
  return armFailure(Object.assign(new Error(withoutSecrets(message, secrets)), { name, code, statusCode: status }), what);
}

/** Undefined: there is no such thing. */
export async function unlessDmsLacks<T>(told: Told, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw dmsFailure(error, told);
  }
}
