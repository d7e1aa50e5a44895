/** Decides an overwrite approval: once, in time, for what was shown (`If-Match`). The same decision again is success. */
import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { requireRole } from '../shared/auth/principal';
import { decodeDecision, readFingerprint } from '../shared/contract/decode-decision';
import { encodeApproval } from '../shared/contract/encode-approvals';
import { readJsonBody } from '../shared/contract/read-json-body';
import { decide } from '../shared/migrations/approvals';
import { findMigrationById } from '../shared/migrations/find-migration';
import { ok } from './http/answers';
import { apiHandler } from './http/api-handler';
import { durablePort } from './http/durable-port';
import { found } from './http/found';
import { routes } from './http/routes';

app.http('decideApproval', {
  route: routes.approval,
  methods: ['POST'],
  authLevel: 'anonymous',
  extraInputs: [df.input.durableClient()],
  handler: apiHandler(['Migrations.Approve', 'Migrations.Write'], async ({ request, id, context, principal }) => {
    const { decision, reason, ignored } = decodeDecision(await readJsonBody(request));
    // Keeping what is on the target is a cancellation, which needs no more than cancelling does.
    if (decision === 'overwrite') requireRole(principal, 'Migrations.Approve');
    const fingerprint = readFingerprint(request.headers.get('if-match'));
    const { record } = found(await findMigrationById(id), { id });
    const approvalId = request.params.approvalId ?? '';
    const approval = await decide(record.id, { approvalId, fingerprint, decision, reason, by: principal.name }, durablePort(context));
    return ok(encodeApproval(approval), { ignored });
  }),
});
