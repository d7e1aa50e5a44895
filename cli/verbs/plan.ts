// `pgflex plan`
import { withSource } from '../arguments/body-options';
import { withService } from '../arguments/common-options';
import { type BodyOptions, migrationBody } from '../arguments/migration-body';
import type { Plan } from '../client/answers';
import { bytes } from '../screen/numbers';
import type { Session } from '../session';
import { type AddVerb, withSession } from './verb';

export const addPlan: AddVerb = (parent, runner) => {
  const command = parent.command('plan').description('How to spread many databases over migrations of at most eight, balanced by size.');
  withSource(withService(command)).action(withSession<BodyOptions>(runner, plan));
};

async function plan(options: BodyOptions, session: Session) {
  const { properties } = await migrationBody(options, session.terminal, { target: false });
  const answer = await session.client.ask<Plan>('/api/plan', { method: 'POST', body: { properties } });
  session.print({
    json: answer,
    fields: [
      { title: 'migration', align: 'right' },
      { title: 'size', align: 'right', shown: (value) => bytes(Number(value)) },
      { title: 'databases' },
    ],
    rows: answer.migrations.map(({ dbsToMigrate, sizeBytes }, index) => [index + 1, sizeBytes, dbsToMigrate.join(' ')]),
  });
  return undefined;
}
