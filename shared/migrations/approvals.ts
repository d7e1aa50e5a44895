/** Overwrite approvals as a resource of their own (INTERFACES 2; events.md 6.2): single use, for what was shown, in time. */
import { instanceIds, waitEventName } from '../domain/names';
import { Rejection } from '../domain/rejections';
import type { WaitRow } from '../domain/waits';
import { isStopped, readControl } from '../state/control-row';
import { type Decision, decideApproval } from '../state/decide';
import { readWaits } from '../state/waits';
import type { DurablePort } from './types';

/** All approvals that this migration ever asked for, oldest first. */
export const listApprovals = async (migrationId: string): Promise<WaitRow[]> =>
  (await readWaits(migrationId)).filter(({ kind }) => kind === 'overwrite');

export interface ApprovalDecision extends Decision {
  approvalId: string;
  /** What the caller saw (`If-Match`). */
  fingerprint: string;
}

/** Throws a Rejection: unknown 404, other fingerprint 412, decided otherwise 409, too late 410. The same decision again is success. */
export async function decide(
  migrationId: string,
  { approvalId, fingerprint, ...decision }: ApprovalDecision,
  durable: DurablePort,
): Promise<WaitRow> {
  const approval = (await listApprovals(migrationId)).find(({ waitId }) => waitId === approvalId);
  if (!approval) throw new Rejection('ResourceNotFound', `Migration ${migrationId} has no approval '${approvalId}'.`);
  if (approval.fingerprint !== fingerprint) {
    throw new Rejection('PreconditionFailed', 'If-Match does not name what this approval shows: read it again before you decide.', {
      target: 'If-Match',
    });
  }
  const decided = await decideApproval(migrationId, approval.round, decision);
  switch (decided.kind) {
    case 'decided':
      await durable.raise(instanceIds.steps(migrationId), waitEventName(approvalId));
      return decided.wait;
    case 'already':
      return decided.wait;
    case 'expired':
      throw new Rejection('ApprovalExpired', `The approval expired on ${approval.expiresOn}.`);
    default: {
      const stopped = isStopped(await readControl(migrationId));
      throw new Rejection(
        'OperationNotAllowed',
        stopped ? 'The migration has been cancelled or has ended.' : 'Another decision was taken before.',
      );
    }
  }
}
