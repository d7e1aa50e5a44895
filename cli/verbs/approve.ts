// `pgflex migration approve`
import { askYes } from '../arguments/ask';
import { withMigration } from '../arguments/common-options';
import { findPlace, type MigrationOptions } from '../arguments/migration';
import type { Approval } from '../client/answers';
import { ownPath } from '../client/migrations';
import { CliFailure } from '../failure';
import { printListing } from '../output/listing';
import type { Session } from '../session';
import { approvalListing } from '../views/approval-listing';
import { type AddVerb, withSession } from './verb';

interface ApproveOptions extends MigrationOptions {
  reject?: boolean;
  reason?: string;
  fingerprint?: string;
  yes?: boolean;
}

export const addApprove: AddVerb = (parent, runner) => {
  withMigration(
    parent.command('approve').description('Shows what overwriting would lose on the target, and decides after a question, or with --yes.'),
  )
    .option('--reject', 'keep what is on the target, which cancels the migration')
    .option('--reason <text>', 'kept with the decision')
    .option('--fingerprint <text>', 'decide only if exactly this is still there')
    .option('-y, --yes', 'do not ask')
    .action(withSession<ApproveOptions>(runner, approve));
};

async function approve(options: ApproveOptions, session: Session) {
  const { id, name } = await findPlace(options, session);
  const { value } = await session.client.ask<{ value: Approval[] }>(ownPath(id, '/approvals'));
  const open = value.find(({ state }) => state === 'open');
  if (!open) throw new CliFailure('notFound', `The migration '${name}' waits for no approval.`);
  if (options.fingerprint !== undefined && options.fingerprint !== open.fingerprint) {
    throw new CliFailure('error', `What is on the target is not what --fingerprint names any more: it is ${open.fingerprint} now.`);
  }
  if (!options.yes) await ask(options, open, session);
  const decided = await session.client.ask<Approval>(ownPath(id, `/approvals/${encodeURIComponent(open.approvalId)}`), {
    method: 'POST',
    headers: { 'if-match': `"${open.fingerprint}"` },
    body: { decision: options.reject ? 'cancel' : 'overwrite', ...(options.reason ? { reason: options.reason } : {}) },
  });
  session.print(approvalListing(decided));
  return undefined;
}

async function ask({ reject }: ApproveOptions, approval: Approval, session: Session): Promise<void> {
  const { terminal } = session;
  if (!terminal.asks) {
    session.print(approvalListing(approval));
    throw new CliFailure('waits', `Nothing was decided. To decide for what is shown: --yes --fingerprint ${approval.fingerprint}`);
  }
  printListing({ ...terminal, out: terminal.notes }, 'table', approvalListing(approval));
  const question = reject ? 'Keep it and cancel the migration?' : 'Replace it on the target? Its content is lost.';
  if (!(await askYes(terminal, question))) throw new CliFailure('waits', 'Nothing was decided; the migration still waits.');
}
