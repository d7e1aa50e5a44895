// Refuses to replace a database whose content is not what somebody approved to lose.
import { fail } from '../../domain/error-codes';
import type { ApprovedOverwrite } from '../../domain/migration';
import { databaseFingerprint } from '../../postgres/database-fingerprint';
import { openTargetCatalog } from './sessions';
import type { Work } from './work';

/** Objects or rows that came after the approval would be lost without anybody's consent. */
export async function requireApprovedContent(work: Work, approved: ApprovedOverwrite): Promise<void> {
  const { final } = work.names;
  const session = await openTargetCatalog(work, final);
  try {
    const { oid, fingerprint } = await databaseFingerprint(session);
    if (oid === approved.oid && fingerprint === approved.fingerprint) return;
    throw fail(
      'TARGET_DATABASE_CHANGED',
      `Database '${final}' on the target was changed after it was approved to be replaced. It is untouched.`,
    );
  } finally {
    await session.end();
  }
}
