/** A cancellation at the moment of completion: answered 200 it ends Canceled, refused it ends as it was. */
import { setTimeout as delay } from 'node:timers/promises';
import { beginCopy } from '../../../activities/begin-copy';
import { seal } from '../../../activities/seal';
import { cancelMigration } from '../../../shared/migrations/cancel-migration';
import { setDatabaseState } from '../../../shared/state/databases';
import { after, answerOf, finish, jitterMs, newGround, type Race, storedMigration } from './ground';

export const cancelAndCompletion: Race = async (random) => {
  const ground = newGround();
  const migrationId = await storedMigration(ground);
  await beginCopy({ migrationId });
  await setDatabaseState(migrationId, 0, 'InProgress');
  const [early, late] = [jitterMs(random), jitterMs(random)];
  const complete = async () => {
    await delay(early);
    await setDatabaseState(migrationId, 0, 'Succeeded');
    const { outcome } = await seal({ migrationId });
    await finish(migrationId);
    return outcome;
  };
  const cancel = () => cancelMigration(migrationId, 'ann', ground.durable);
  const [completed, cancelled, twice] = await Promise.all([
    answerOf(complete()),
    answerOf(delay(late).then(cancel)),
    answerOf(delay(late).then(cancel)),
  ]);
  const { rows, problems } = await after(ground, completed, cancelled, twice);
  const state = rows.migrations[0]?.record.state;
  for (const answer of [cancelled, twice]) {
    if (answer.kind === 'ok' && state !== 'Canceled') problems.push(`cancel was answered 200, and it ended ${state}`);
    if (answer.kind === 'refused' && (state !== 'Succeeded' || answer.code !== 'OperationNotAllowed'))
      problems.push(`cancel was refused (${answer.code}), and it ended ${state}`);
  }
  if (completed.kind === 'ok' && completed.value !== state) problems.push(`it was sealed as ${completed.value} and ended ${state}`);
  return problems;
};
