/** Subscribes to the approvals of a migration by a callback address: the HTTP webhook action of Logic Apps. */
import { app } from '@azure/functions';
import { config } from '../shared/config';
import { decodeCallback } from '../shared/contract/decode-callback';
import { encodeApprovalSubscription } from '../shared/contract/encode-approval-subscription';
import { readJsonBody } from '../shared/contract/read-json-body';
import { subscribeToApprovals } from '../shared/migrations/approval-subscriptions';
import { findMigrationById } from '../shared/migrations/find-migration';
import { ok } from './http/answers';
import { apiHandler } from './http/api-handler';
import { found } from './http/found';
import { routes } from './http/routes';

app.http('subscribeToApprovals', {
  route: routes.approvalSubscriptions,
  methods: ['POST'],
  authLevel: 'anonymous',
  handler: apiHandler(['Migrations.Approve', 'Migrations.Write'], async ({ request, id, principal }) => {
    const { callbackUrl, ignored } = decodeCallback(await readJsonBody(request));
    const { record } = found(await findMigrationById(id), { id });
    const { created, subscription } = await subscribeToApprovals(record, callbackUrl, principal.name);
    const location = `${config().publicUrl}/api/migrations/${record.id}/approval-subscriptions/${subscription.id}`;
    return ok(encodeApprovalSubscription(subscription), { status: created ? 201 : 200, ignored, location });
  }),
});
