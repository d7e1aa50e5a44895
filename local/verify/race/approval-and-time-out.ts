/** An approval at the moment at which it expires: one of them decides, and the caller is told which. */
import { setTimeout as delay } from 'node:timers/promises';
import { closeWait } from '../../../activities/close-wait';
import { openWait } from '../../../activities/open-wait';
import { config } from '../../../shared/config';
import { decide, listApprovals } from '../../../shared/migrations/approvals';
import { seal } from '../../../shared/state/control';
import { readControl } from '../../../shared/state/control-row';
import { type Clock, withClock } from '../model/clock';
import { chance } from '../random';
import { after, answerOf, finish, jitterMs, newGround, type Race, storedMigration } from './ground';

const existing = { name: 'app', oid: 16_384, fingerprint: 'f', sizeBytes: 1, tables: 1, activeConnections: 0 };
/** So close to the end that the race goes over it. */
const longestLeadMs = 25;

export const approvalAndTimeOut: Race = async (random) => {
  const ground = newGround();
  const migrationId = await storedMigration(ground);
  await openWait({ migrationId, round: 0, need: { kind: 'overwrite', databases: [existing] } });
  const [approval] = await listApprovals(migrationId);
  if (!approval) return ['no approval was asked for'];
  const leadMs = random() * longestLeadMs;
  const clock: Clock = { offsetMs: new Date(approval.expiresOn).getTime() - Date.now() - leadMs };
  const decision = chance(random, 0.8) ? ('overwrite' as const) : ('cancel' as const);
  const [early, late] = [jitterMs(random), jitterMs(random)];
  return withClock(clock, async () => {
    const asked = { approvalId: approval.waitId, fingerprint: approval.fingerprint, decision, by: 'ann' };
    const [decided, closed] = await Promise.all([
      answerOf(delay(early).then(() => decide(migrationId, asked, ground.durable))),
      answerOf(delay(late).then(() => closeWait({ migrationId, waitId: approval.waitId, expired: true }))),
    ]);
    const again = await answerOf(decide(migrationId, asked, ground.durable));
    const problems: string[] = [];
    const [wait] = await listApprovals(migrationId);
    const outcome = wait?.outcome;
    const goesOn = outcome?.kind === 'decided' && outcome.decision === 'overwrite';
    const answeredYes = decided.kind === 'ok';
    if (answeredYes !== (outcome?.kind === 'decided'))
      problems.push(`the approval was ${decided.kind}, and the wait is ${JSON.stringify(outcome)}`);
    if (decided.kind === 'refused' && decided.code !== 'ApprovalExpired') problems.push(`the approval was refused as ${decided.code}`);
    if (again.kind !== decided.kind) problems.push(`asked again, the answer ${decided.kind} became ${again.kind}`);
    if (closed.kind !== 'ok' || closed.value.kind !== (goesOn ? 'goOn' : 'stopped'))
      problems.push(`the flow was told ${JSON.stringify(closed)}`);
    const { cancelRequestedOn } = await readControl(migrationId);
    if (Boolean(cancelRequestedOn) === goesOn) problems.push(goesOn ? 'it was approved and stopped' : 'it was not approved and goes on');
    if (!goesOn) {
      await seal(migrationId, undefined);
      await finish(migrationId);
    }
    const { rows, problems: more } = await after(ground, decided, closed);
    const record = rows.migrations[0]?.record;
    const expected = outcome?.kind === 'expired' ? config().waitExpiryOutcome : 'Canceled';
    if (!goesOn && record?.state !== expected) problems.push(`it ended ${record?.state}, not ${expected}`);
    if (outcome?.kind === 'expired' && record?.error?.code !== 'APPROVAL_EXPIRED')
      problems.push('it does not tell that the approval expired');
    return [...problems, ...more];
  });
};
