/** The reconciler: finds migrations that stand still and sets each going again, by what its rows say (DESIGN 3). */

import { orchestrationNames, type SealInput } from '../domain/durable-names';
import { migrationError } from '../domain/error-codes';
import { rowKeys } from '../domain/keys';
import { acceptingTimeoutMs, reconcileRestMs } from '../domain/limits';
import type { MigrationRecord } from '../domain/migration';
import { cancelEventName, instanceIds, waitEventName } from '../domain/names';
import { isTerminal } from '../domain/states';
import { isEverybodyCalled } from '../events/call-back';
import { flushOutbox, type OnSent } from '../events/flush-outbox';
import { seal } from '../state/control';
import { readControl } from '../state/control-row';
import { closeMigration, openMigrations } from '../state/locate';
import { isOutboxEmpty } from '../state/outbox';
import { readRow } from '../state/tables';
import { unseenWaits } from '../state/waits';
import { abandonMigration } from './accepting';
import { cleanUpMigration } from './clean-up';
import { recordOutcome } from './record-outcome';
import type { DurablePort } from './types';

export type InstanceStatus = 'Pending' | 'Running' | 'Suspended' | 'Completed' | 'Failed' | 'Terminated' | 'Canceled' | 'ContinuedAsNew';

/** What the reconciler needs of the durable client beyond waking and starting. */
export interface InstancePort extends DurablePort {
  /** Undefined: the store has no such instance. */
  status(instanceId: string): Promise<InstanceStatus | undefined>;
  startOrchestration(name: string, instanceId: string, input: object): Promise<void>;
  /** An instance that is gone or ended is success. */
  terminate(instanceId: string, reason: string): Promise<void>;
}

/** A janitor's walk may take longer than the one inside of a migration: nobody waits for it. */
const janitorBudgetMs = 5 * 60 * 1000;

/** One round over all open migrations. A migration that fails to be reconciled is reported to `onError` and tried again in the next round. */
export async function reconcile(
  port: InstancePort,
  onError: (migrationId: string, error: unknown) => void,
  onSent?: OnSent,
): Promise<void> {
  for (const { migrationId, partition, announcedOn } of await openMigrations()) {
    try {
      await reconcileOne(port, migrationId, partition, new Date(announcedOn), onSent);
    } catch (error) {
      onError(migrationId, error);
    }
  }
}

const age = (since: string | Date) => Date.now() - new Date(since).getTime();

/** One migration of the open list; its place and the time of its announcement stand there. */
export async function reconcileOne(
  port: InstancePort,
  migrationId: string,
  partition: string,
  announcedOn: Date,
  onSent?: OnSent,
): Promise<void> {
  const read = async () => (await readRow<MigrationRecord>('migrations', partition, rowKeys.record(migrationId)))?.value;
  const first = await read();
  if (first?.visibility !== 'Visible') {
    if (age(announcedOn) > acceptingTimeoutMs) await abandonMigration(migrationId);
    return;
  }
  await flushOutbox(migrationId, onSent);
  if (age(first.changedOn) < reconcileRestMs) return;
  // The instance first, the record after it: an outcome that was recorded in between is seen.
  const instance = await port.status(instanceIds.root(migrationId));
  const record = await read();
  if (!record) return;
  if (isTerminal(record.state)) return tidy(record, onSent);
  if (instance === undefined && record.lastStep[0] === 0) return port.start(migrationId);
  if (instance === 'Running' || instance === 'Pending' || instance === 'Suspended') return wake(port, migrationId);
  await recover(port, record);
}

/** Raises again what may have been lost between a row and its event. */
async function wake(port: DurablePort, migrationId: string): Promise<void> {
  const control = await readControl(migrationId);
  if (control.cancelRequestedOn && !control.cancelSeenOn) await port.raise(instanceIds.root(migrationId), cancelEventName);
  for (const { waitId } of await unseenWaits(migrationId)) await port.raise(instanceIds.steps(migrationId), waitEventName(waitId));
}

/** The orchestration ended without an outcome, or is gone: its parts are ended, and the end of the migration is run anew. */
async function recover(port: InstancePort, { id: migrationId, request: { databases } }: MigrationRecord): Promise<void> {
  const recovering = await port.status(instanceIds.recover(migrationId));
  if (recovering === 'Running' || recovering === 'Pending') return;
  for (const part of [instanceIds.steps(migrationId), ...databases.map((_, number) => instanceIds.database(migrationId, number))]) {
    await port.terminate(part, 'the migration was lost');
  }
  const error = migrationError('ORCHESTRATION_LOST', 'The run of this migration ended before the migration did.');
  await seal(migrationId, error);
  const input: SealInput = { migrationId, error };
  await port.startOrchestration(orchestrationNames.recoverMigration, instanceIds.recover(migrationId), input);
}

/** After the end: finishes what clean-up left, and closes the migration once everything of it is gone and told. */
async function tidy(record: MigrationRecord, onSent?: OnSent): Promise<void> {
  if (record.cleanup !== 'Completed') {
    if (!(await cleanUpMigration(record.id, AbortSignal.timeout(janitorBudgetMs)))) return;
    await recordOutcome(record.id);
    await flushOutbox(record.id, onSent);
  }
  if ((await isOutboxEmpty(record.id)) && (await isEverybodyCalled(record.id))) await closeMigration(record.id);
}
