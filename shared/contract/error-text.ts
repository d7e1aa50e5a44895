/** An error as one string, the form that Azure's resource has; it begins with the code, so that programs can read it too. */
import type { MigrationError } from '../domain/error-codes';

export const errorText = (error: MigrationError | undefined) => (error ? `${error.code}: ${error.message} ${error.hint}`.trim() : '');
