/** Two PUTs of one name, of the same content or of another: one migration, with its secrets and claims, and nothing of the other. */
import { setTimeout as delay } from 'node:timers/promises';
import { getSecret } from '../../../shared/azure/key-vault';
import { rowKeys } from '../../../shared/domain/keys';
import { secretName } from '../../../shared/domain/names';
import { createMigration } from '../../../shared/migrations/create-migration';
import { openMigrations } from '../../../shared/state/locate';
import { chance } from '../random';
import { after, answerOf, jitterMs, newGround, newMigration, type Race } from './ground';

export const twoPuts: Race = async (random) => {
  const ground = newGround();
  const same = chance(random, 0.5);
  const [early, late] = [jitterMs(random), jitterMs(random)];
  const put = async (name: string, databases: string[], delayMs: number) => {
    await delay(delayMs);
    return createMigration(newMigration(ground, name, { databases }), ground.durable);
  };
  const answers = await Promise.all([
    answerOf(put('Nightly', ['app'], early)),
    answerOf(put(same ? 'Nightly' : 'nightly', same ? ['app'] : ['app', 'shop'], late)), // names differ in more than case, or not at all
  ]);
  const { rows, problems } = await after(ground, ...answers);
  const ids = new Set(answers.flatMap((answer) => (answer.kind === 'ok' ? [answer.value.view.record.id] : [])));
  const refused = answers.flatMap((answer) => (answer.kind === 'refused' ? [answer.code] : []));
  if (ids.size !== 1) problems.push(`${ids.size} migrations were answered with success`);
  const [winner = ''] = ids;
  if (same && refused.length) problems.push(`the same request was refused: ${refused.join(', ')}`);
  if (!same && (refused.length !== 1 || !['MigrationNameInUse', 'MigrationBeingAccepted'].includes(refused[0] ?? '')))
    problems.push(`the other request was answered with ${refused.join(', ') || 'success'}`);
  if (rows.migrations.length !== 1) problems.push(`${rows.migrations.length} migrations are stored`);
  if (rows.names.get(rowKeys.name('nightly')) !== winner) problems.push('the name does not belong to the winner');
  if ([...rows.claims.values()].some((holder) => holder !== winner)) problems.push('a claim does not belong to the winner');
  if (ground.started.some((id) => id !== winner) || !ground.started.length) problems.push(`started: ${ground.started.length} others`);
  const open = (await openMigrations()).filter(({ partition }) => partition === ground.partition);
  if (open.length !== 1 || open[0]?.migrationId !== winner) problems.push(`${open.length} are announced as open`);
  if (winner && (await getSecret(secretName(winner, 'target-password'))) !== 'target') problems.push('the secrets are not stored');
  return problems;
};
