/** What was copied and how it was proven, per database and table. */
import { app } from '@azure/functions';
import { encodeReport } from '../shared/contract/encode-report';
import { requireJsonFormat } from '../shared/contract/query-fields';
import { findMigrationById } from '../shared/migrations/find-migration';
import { readReports } from '../shared/migrations/history';
import { ok } from './http/answers';
import { apiHandler } from './http/api-handler';
import { found } from './http/found';
import { routes } from './http/routes';

app.http('getMigrationReport', {
  route: routes.report,
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: apiHandler(['Migrations.Read'], async ({ request, id }) => {
    requireJsonFormat(request.query);
    const view = found(await findMigrationById(id), { id });
    return ok(encodeReport(view, await readReports(view.record.id)));
  }),
});
