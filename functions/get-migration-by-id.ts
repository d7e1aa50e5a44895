/** One migration with everything that a person or a tool needs to go on. Deleted ones stay readable here. */
import { app } from '@azure/functions';
import { encodeOverview } from '../shared/contract/encode-overview';
import { etagOf } from '../shared/contract/etag';
import { findMigrationById } from '../shared/migrations/find-migration';
import { ok } from './http/answers';
import { apiHandler } from './http/api-handler';
import { found } from './http/found';
import { routes } from './http/routes';

app.http('getMigrationById', {
  route: routes.migration,
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: apiHandler(['Migrations.Read'], async ({ id }) => {
    const view = found(await findMigrationById(id), { id });
    return ok(encodeOverview(view, { tables: true, findings: true }), { etag: etagOf(view) });
  }),
});
