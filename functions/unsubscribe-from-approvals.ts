/** Takes a subscription to approvals back: by its id, or by its address for callers that know nothing else of it. None is success. */
import { app } from '@azure/functions';
import { decodeCallback } from '../shared/contract/decode-callback';
import { readJsonBody } from '../shared/contract/read-json-body';
import { unsubscribeAddress, unsubscribeFromApprovals } from '../shared/migrations/approval-subscriptions';
import { findMigrationById } from '../shared/migrations/find-migration';
import { noContent } from './http/answers';
import { apiHandler } from './http/api-handler';
import { found } from './http/found';
import { routes } from './http/routes';

app.http('unsubscribeFromApprovals', {
  route: routes.approvalSubscriptions,
  methods: ['DELETE'],
  authLevel: 'anonymous',
  handler: apiHandler(['Migrations.Approve', 'Migrations.Write'], async ({ request, id }) => {
    const { callbackUrl } = decodeCallback(await readJsonBody(request));
    const { record } = found(await findMigrationById(id), { id });
    await unsubscribeAddress(record.id, callbackUrl);
    return noContent();
  }),
});

app.http('deleteApprovalSubscription', {
  route: routes.approvalSubscription,
  methods: ['DELETE'],
  authLevel: 'anonymous',
  handler: apiHandler(['Migrations.Approve', 'Migrations.Write'], async ({ request, id }) => {
    const { record } = found(await findMigrationById(id), { id });
    await unsubscribeFromApprovals(record.id, request.params.subscriptionId ?? '');
    return noContent();
  }),
});
