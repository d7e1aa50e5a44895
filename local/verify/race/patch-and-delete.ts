/** PATCH and DELETE of one migration, running or ended: DELETE wins in the end, and PATCH happened before it or was refused. */
import { setTimeout as delay } from 'node:timers/promises';
import { isTerminal } from '../../../shared/domain/states';
import { cancelMigration } from '../../../shared/migrations/cancel-migration';
import { deleteMigration } from '../../../shared/migrations/delete-migration';
import { findMigration } from '../../../shared/migrations/find-migration';
import type { MigrationPatch } from '../../../shared/migrations/types';
import { updateMigration } from '../../../shared/migrations/update-migration';
import { seal } from '../../../shared/state/control';
import { chance, pick } from '../random';
import { after, answerOf, finish, jitterMs, newGround, type Race, storedMigration } from './ground';

const patches: [MigrationPatch, ...MigrationPatch[]] = [
  { tags: { changed: 'yes' } },
  { overwriteDatabases: true },
  { startDataMigration: true, tags: { changed: 'yes' } },
  { databasesToCancel: ['app'] },
];

export const patchAndDelete: Race = async (random) => {
  const ground = newGround();
  const id = await storedMigration(ground);
  const reference = { target: ground.target, name: 'first' };
  const hasEnded = chance(random, 0.5);
  if (hasEnded) {
    await cancelMigration(id, 'ann', ground.durable);
    await seal(id, undefined);
    await finish(id);
  }
  const patch = pick(random, patches);
  const [early, late] = [jitterMs(random), jitterMs(random)];
  const [patched, deleted] = await Promise.all([
    answerOf(delay(early).then(() => updateMigration(reference, patch, 'ann', ground.durable))),
    answerOf(delay(late).then(() => deleteMigration(reference, 'bob', ground.durable))),
  ]);
  if (!hasEnded) {
    await seal(id, undefined);
    await finish(id);
  }
  const { rows, problems } = await after(ground, patched, deleted);
  const record = rows.migrations[0]?.record;
  if (deleted.kind !== 'ok' || !deleted.value) problems.push(`DELETE was answered with ${JSON.stringify(deleted)}`);
  if (!record || !isTerminal(record.state) || record.state !== 'Canceled') problems.push(`it ended ${record?.state}`);
  if (hasEnded && (await findMigration(reference))) problems.push('it can still be found');
  if (hasEnded && rows.names.size) problems.push('its name is not free');
  if (patched.kind === 'refused' && !['ResourceNotFound', 'OperationNotAllowed'].includes(patched.code))
    problems.push(`PATCH: ${patched.code}`);
  const tagged = record?.request.tags.changed === 'yes';
  if (patched.kind === 'ok' && patch.tags && !tagged) problems.push('PATCH was answered 200, and its tags are lost');
  return problems;
};
