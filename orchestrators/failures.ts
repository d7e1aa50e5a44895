/** An orchestration or activity that threw, as data. Its text is the host's own, with stack traces: it is not shown to callers. */
import { type MigrationError, migrationError } from '../shared/domain/error-codes';

export function errorFrom(_error: unknown): MigrationError {
  return migrationError('INTERNAL_ERROR', 'A step of the migration failed unexpectedly; the log of the service says why.');
}
