/** The overwrite approvals that a migration asked for: what would be lost, and what was decided. */
import { app } from '@azure/functions';
import { encodeApprovals } from '../shared/contract/encode-approvals';
import { listApprovals } from '../shared/migrations/approvals';
import { findMigrationById } from '../shared/migrations/find-migration';
import { ok } from './http/answers';
import { apiHandler } from './http/api-handler';
import { found } from './http/found';
import { routes } from './http/routes';

app.http('listApprovals', {
  route: routes.approvals,
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: apiHandler(['Migrations.Read'], async ({ id }) => {
    const { record } = found(await findMigrationById(id), { id });
    return ok(encodeApprovals(await listApprovals(record.id)));
  }),
});
