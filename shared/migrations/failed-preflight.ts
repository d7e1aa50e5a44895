/** Ends a migration whose servers cannot be looked at any further: with everything that was found until then. */
import type { StepFailed } from '../domain/durable-names';
import type { MigrationError } from '../domain/error-codes';
import { readRecord } from '../state/records';
import { noteValidation } from '../state/validation';
import { errorsIn, failedWith, validationOf } from './findings';

/** `error`: what stopped it; absent: it stands among the prerequisites of the record. */
export async function failedPreflight(migrationId: string, error?: MigrationError): Promise<StepFailed> {
  const record = await readRecord(migrationId);
  const stopping = error ? [{ ...error, severity: 'error' as const }] : [];
  const validation = validationOf(record, [...(record.prerequisites ?? []), ...stopping], new Date().toISOString());
  await noteValidation(migrationId, validation);
  return { kind: 'failed', error: await failedWith(record, errorsIn(validation.findings)) };
}
