/** A cancellation at the moment at which nobody has approved in time: both stop the migration, and one answered 200 ends Canceled. */
import { setTimeout as delay } from 'node:timers/promises';
import { closeWait } from '../../../activities/close-wait';
import { openWait } from '../../../activities/open-wait';
import { seal } from '../../../activities/seal';
import { config } from '../../../shared/config';
import { cancelMigration } from '../../../shared/migrations/cancel-migration';
import { after, answerOf, finish, jitterMs, newGround, type Race, storedMigration } from './ground';

export const cancelAndTimeOut: Race = async (random) => {
  const ground = newGround();
  const migrationId = await storedMigration(ground);
  const opened = await openWait({ migrationId, round: 0, need: { kind: 'replication' } });
  if (opened.kind !== 'open') return [`the wait was not opened: ${opened.kind}`];
  const { waitId } = opened;
  const [early, late] = [jitterMs(random), jitterMs(random)];
  const [timedOut, cancelled] = await Promise.all([
    answerOf(delay(early).then(() => closeWait({ migrationId, waitId, expired: true }))),
    answerOf(delay(late).then(() => cancelMigration(migrationId, 'ann', ground.durable))),
  ]);
  await seal({ migrationId });
  await finish(migrationId);
  const { rows, problems } = await after(ground, timedOut, cancelled);
  const state = rows.migrations[0]?.record.state;
  if (cancelled.kind === 'ok' && state !== 'Canceled') problems.push(`cancel was answered 200, and it ended ${state}`);
  if (cancelled.kind === 'refused' && state !== config().waitExpiryOutcome) problems.push(`cancel was refused, and it ended ${state}`);
  return problems;
};
