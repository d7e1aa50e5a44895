// What the service answers with, as its own encoders write it.
import type { encodeApproval } from '../../shared/contract/encode-approvals';
import type { encodeMigration } from '../../shared/contract/encode-migration';
import type { encodeOverview } from '../../shared/contract/encode-overview';
import type { MigrationReport } from '../../shared/contract/encode-report';

export type Migration = ReturnType<typeof encodeMigration>;
export type Overview = ReturnType<typeof encodeOverview>;
export type Approval = ReturnType<typeof encodeApproval>;
export type Report = MigrationReport;
