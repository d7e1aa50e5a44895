/** From findings to the result of a validation, and to the error that a migration fails with. */
import { type MigrationError, migrationError } from '../domain/error-codes';
import type { MigrationRecord, Validation, ValidationFinding } from '../domain/migration';
import { setDatabaseState } from '../state/databases';

/** Warnings that the caller accepted in advance carry the reason, and do not count. */
export function validationOf({ request }: MigrationRecord, findings: ValidationFinding[], startedOn: string): Validation {
  const told = findings.map((finding): ValidationFinding => {
    const accepted = request.acceptedWarnings?.find(({ code }) => finding.severity === 'warning' && code === finding.code);
    return accepted ? { ...finding, accepted: accepted.reason } : finding;
  });
  const has = (severity: ValidationFinding['severity']) => told.some((finding) => finding.severity === severity && !finding.accepted);
  return {
    status: has('error') ? 'Failed' : has('warning') ? 'Warning' : 'Succeeded',
    startedOn,
    endedOn: new Date().toISOString(),
    findings: told,
  };
}

export const errorsIn = (findings: ValidationFinding[]): ValidationFinding[] => findings.filter(({ severity }) => severity === 'error');

/** Each database that has errors ends with its own; the migration names them all. `errors`: at least one. */
export async function failedWith({ id, request }: MigrationRecord, errors: ValidationFinding[]): Promise<MigrationError> {
  if (request.migrationOption !== 'Validate') {
    for (const [number, name] of request.databases.entries()) {
      const own = errors.find(({ database }) => database === name);
      if (own) await setDatabaseState(id, number, 'Failed', plain(own));
    }
  }
  const told = errors.map(plain);
  const [first] = told;
  if (!first || told.length === 1) return first ?? migrationError('INTERNAL_ERROR', 'Pre-flight failed without a finding.');
  return {
    ...first,
    message: `${told.length} findings. ${told.map(({ code, message }, index) => `(${index + 1}) ${code}: ${message}`).join(' ')}`,
  };
}

function plain({ severity: _severity, database, accepted: _accepted, message, ...error }: ValidationFinding): MigrationError {
  return { ...error, message: database ? `${database}: ${message}` : message };
}
