/** Enters the terminal state that `seal` fixed: exactly one terminal event, with what clean-up left. */
import type { MigrationInput } from '../shared/domain/durable-names';
import { recordOutcome as record } from '../shared/migrations/record-outcome';

export async function recordOutcome({ migrationId }: MigrationInput): Promise<void> {
  await record(migrationId);
}
