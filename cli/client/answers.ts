// What the service answers with, as its own encoders write it.
import type { z } from 'zod';
import type { encodeApproval } from '../../shared/contract/encode-approvals';
import type { encodeMigration } from '../../shared/contract/encode-migration';
import type { encodeOverview } from '../../shared/contract/encode-overview';
import type { MigrationReport } from '../../shared/contract/encode-report';
import type { estimateAnswer } from '../../shared/contract/openapi/estimate-answer';
import type { plan } from '../../shared/contract/openapi/own-answers';

export type Migration = ReturnType<typeof encodeMigration>;
export type Overview = ReturnType<typeof encodeOverview>;
export type Approval = ReturnType<typeof encodeApproval>;
export type Report = MigrationReport;
export type Estimate = z.output<typeof estimateAnswer>;
export type Plan = z.output<typeof plan>;
