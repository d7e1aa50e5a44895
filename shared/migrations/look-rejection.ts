/** What a caller is told when a server that was named cannot be looked at. */
import { MigrationFailure } from '../domain/error-codes';
import { Rejection } from '../domain/rejections';

/** `field`: the property that names the server. What is no MigrationFailure stays as it is. */
export function lookRejection(error: unknown, field?: string): unknown {
  if (!(error instanceof MigrationFailure)) return error;
  const { code, message, hint, owner } = error.error;
  // What the caller named does not work; only our own side's failures are an outage of this service.
  return new Rejection(owner === 'customer' ? 'InvalidParameter' : 'DependencyUnavailable', `${code}: ${message} ${hint}`.trim(), {
    ...(field ? { target: field } : {}),
  });
}
