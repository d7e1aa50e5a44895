/** What pre-flight looked at and found: on the record, and told as an event when it differs from what was told before. */
import { eventTypes } from '../domain/events';
import { rowKeys } from '../domain/keys';
import type { SourceFacts, Validation } from '../domain/migration';
import { steps } from '../domain/states';
import { controlIn, isStopped } from './control-row';
import { partitionOfMigration } from './locate';
import { transact } from './transact';
import { appendEvent, enter, recordIn } from './transition';

/** A migration that is stopped, or past pre-flight (a late copy of the activity), stays as it is. */
export async function noteValidation(migrationId: string, validation: Validation, sourceFacts?: SourceFacts): Promise<void> {
  await transact(await partitionOfMigration(migrationId), async (rows) => {
    if (isStopped(await controlIn(rows, migrationId))) return;
    const now = new Date();
    let record = await recordIn(rows, migrationId);
    if (record.lastStep[0] >= steps.migrating[0]) return;
    const known = record.validation;
    record = { ...record, validation, sourceFacts: sourceFacts ?? record.sourceFacts };
    rows.put(rowKeys.record(migrationId), record);
    if (known && JSON.stringify(known.findings) === JSON.stringify(validation.findings)) return;
    const findings = validation.findings.map(({ code, severity, message, database }) => ({ code, severity, message, database }));
    record = appendEvent(rows, record, now, { type: eventTypes.validationCompleted, data: { status: validation.status, findings } });
    if (record.request.migrationOption === 'Validate') enter(rows, record, now, { step: steps.validating, event: 'validate' });
  });
}
