/** The orchestrators of the product, and those of its activities that need nothing but the store. */
import type { OrchestrationHandler } from 'durable-functions';
import { beginCopy } from '../../../activities/begin-copy';
import { closeWait } from '../../../activities/close-wait';
import { openWait } from '../../../activities/open-wait';
import { recordOutcome } from '../../../activities/record-outcome';
import { seal } from '../../../activities/seal';
import { wakeOpenWait } from '../../../activities/wake-open-wait';
import { migrateDatabase } from '../../../orchestrators/migrate-database';
import { migrationSteps } from '../../../orchestrators/migration-steps';
import { activityNames, type MigrationInput, orchestrationNames } from '../../../shared/domain/durable-names';
import type { DurablePort } from '../../../shared/migrations/types';
import type { TestActivity } from '../../functions-host/testing/orchestration-runner';

export const subOrchestrators = {
  [orchestrationNames.migrationSteps]: migrationSteps as OrchestrationHandler,
  [orchestrationNames.migrateDatabase]: migrateDatabase as OrchestrationHandler,
};

export const stateActivities = (raise: DurablePort['raise']): Record<string, TestActivity> => ({
  [activityNames.openWait]: openWait,
  [activityNames.closeWait]: closeWait,
  [activityNames.wakeOpenWait]: (input: MigrationInput) => wakeOpenWait(input, { start: async () => undefined, raise }),
  [activityNames.beginCopy]: beginCopy,
  [activityNames.seal]: seal,
  [activityNames.recordOutcome]: recordOutcome,
});
