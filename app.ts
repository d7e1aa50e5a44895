/** The composition root: the functions, orchestrations and activities of the service, registered with the programming model. */
import type { InvocationContext } from '@azure/functions';
import * as df from 'durable-functions';
import { advanceDatabase } from './activities/advance-database';
import { beginCopy } from './activities/begin-copy';
import { checkPrerequisites } from './activities/check-prerequisites';
import { cleanUp } from './activities/clean-up';
import { closeWait } from './activities/close-wait';
import { openNetworkPath } from './activities/open-network-path';
import { openWait } from './activities/open-wait';
import { prepareEngine } from './activities/prepare-engine';
import { recordOutcome } from './activities/record-outcome';
import { runPreflight } from './activities/run-preflight';
import { seal } from './activities/seal';
import { setUpReplication } from './activities/set-up-replication';
import { wakeOpenWait } from './activities/wake-open-wait';
import { eventLog } from './functions/event-log';
import { durablePort } from './functions/http/durable-port';
import { migrateDatabase } from './orchestrators/migrate-database';
import { migration } from './orchestrators/migration';
import { migrationSteps } from './orchestrators/migration-steps';
import { recoverMigration } from './orchestrators/recover-migration';
import { config } from './shared/config';
import { activityNames, type DatabaseInput, type MigrationInput, orchestrationNames } from './shared/domain/durable-names';
import { flushOutbox } from './shared/events/flush-outbox';
import { tellOfActivity, tellOfMigration } from './shared/telemetry/tell';
import './functions';
import './functions/find-orphans';
import './functions/purge-history';
import './functions/reconcile';

config(); // settings that are missing or unsafe end the start, not the first request

df.app.orchestration(orchestrationNames.migration, migration);
df.app.orchestration(orchestrationNames.migrationSteps, migrationSteps);
df.app.orchestration(orchestrationNames.migrateDatabase, migrateDatabase);
df.app.orchestration(orchestrationNames.recoverMigration, recoverMigration);

/** Every activity may have changed a state: what it wrote into the outbox is sent right after it. */
function register<Input extends MigrationInput>(
  name: string,
  activity: (input: Input, context: InvocationContext) => Promise<unknown>,
): void {
  df.app.activity(name, {
    extraInputs: name === activityNames.wakeOpenWait ? [df.input.durableClient()] : [],
    handler: async (input: Input, context: InvocationContext) => {
      const start = new Date();
      let failed = true;
      try {
        const answer = await activity(input, context);
        failed = false;
        return answer;
      } finally {
        const flushed = await flushOutbox(input.migrationId, eventLog(context));
        if (flushed.kind === 'failed') context.warn(`Events of migration ${input.migrationId} wait: ${flushed.reason}`);
        await tellOf(name, input, context, start, failed);
      }
    },
  });
}

/** Telemetry that cannot be handed over is a warning: no migration depends on it. */
async function tellOf(
  activity: string,
  { migrationId, number }: MigrationInput & { number?: number },
  context: InvocationContext,
  start: Date,
  failed: boolean,
): Promise<void> {
  try {
    await tellOfActivity({ migrationId, number, activity, invocationId: context.invocationId, start, failed });
    if (activity === activityNames.recordOutcome && !failed) await tellOfMigration(migrationId);
  } catch (error) {
    context.warn(`Telemetry of migration ${migrationId} was not handed over: ${error instanceof Error ? error.message : String(error)}`);
  }
}

register(activityNames.checkPrerequisites, checkPrerequisites);
register(activityNames.openNetworkPath, openNetworkPath);
register(activityNames.runPreflight, runPreflight);
register(activityNames.setUpReplication, setUpReplication);
register(activityNames.openWait, openWait);
register(activityNames.closeWait, closeWait);
register(activityNames.wakeOpenWait, (input: MigrationInput, context) => wakeOpenWait(input, durablePort(context)));
register(activityNames.prepareEngine, prepareEngine);
register(activityNames.beginCopy, beginCopy);
register(activityNames.advanceDatabase, (input: DatabaseInput, context) => advanceDatabase(input, eventLog(context)));
register(activityNames.seal, seal);
register(activityNames.cleanUp, cleanUp);
register(activityNames.recordOutcome, recordOutcome);
