/** A server that could not be looked at is a finding like any other: told as the result of the validation. */
import type { StepFailed } from '../domain/durable-names';
import type { MigrationError } from '../domain/error-codes';
import { noteValidation } from '../state/validation';

export async function failedPreflight(migrationId: string, error: MigrationError): Promise<StepFailed> {
  const on = new Date().toISOString();
  await noteValidation(migrationId, { status: 'Failed', startedOn: on, endedOn: on, findings: [{ ...error, severity: 'error' }] });
  return { kind: 'failed', error };
}
