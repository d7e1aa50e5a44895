/** Writes overwrite approvals as a resource of their own (INTERFACES 2): what would be lost, until when to decide, and what was decided. */
import type { ExistingDatabase } from '../domain/migration';
import type { WaitRow } from '../domain/waits';

/** The fingerprint is what `If-Match` of a decision must name: exactly this was shown. */
export function encodeApproval({ waitId, outcome, openedOn, expiresOn, endedOn, fingerprint, databases }: WaitRow) {
  return {
    approvalId: waitId,
    state: outcome?.kind ?? 'open',
    openedOn,
    expiresAt: expiresOn,
    fingerprint,
    databases: databases.map(encodeExisting),
    ...(outcome?.kind === 'decided'
      ? {
          decision: outcome.decision,
          ...(outcome.by ? { decidedBy: outcome.by } : {}),
          ...(outcome.reason ? { reason: outcome.reason } : {}),
        }
      : {}),
    ...(endedOn ? { decidedOn: endedOn } : {}),
  };
}

const encodeExisting = ({ name, oid, sizeBytes, tables, lastActivity, activeConnections }: ExistingDatabase) => ({
  name,
  oid,
  sizeBytes,
  tables,
  lastActivity: lastActivity ?? null,
  activeConnections,
});

export const encodeApprovals = (approvals: WaitRow[]) => ({ value: approvals.map(encodeApproval) });
