// `pgflex estimate`
import { withSource, withTargetPassword } from '../arguments/body-options';
import { withTarget } from '../arguments/common-options';
import { type BodyOptions, migrationBody } from '../arguments/migration-body';
import { type TargetOptions, targetId } from '../arguments/target';
import type { Estimate } from '../client/answers';
import type { Session } from '../session';
import { estimateListing } from '../views/estimate-listing';
import { type AddVerb, withSession } from './verb';

export const addEstimate: AddVerb = (parent, runner) => {
  const command = parent
    .command('estimate')
    .description('How long a migration would take, from samples between both servers; leaves nothing behind.');
  withTargetPassword(withSource(withTarget(command))).action(withSession<TargetOptions & BodyOptions>(runner, estimate));
};

async function estimate(options: TargetOptions & BodyOptions, session: Session) {
  const targetDbServerResourceId = targetId(options, session);
  const { properties } = await migrationBody(options, session.terminal);
  const body = { properties: { ...properties, targetDbServerResourceId } };
  session.print(estimateListing(await session.client.ask<Estimate>('/api/estimate', { method: 'POST', body }), session.terminal.out.width));
  return undefined;
}
