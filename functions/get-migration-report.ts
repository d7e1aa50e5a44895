/** What was copied and how it was proven, per database and table: as data, or as a page to read and to attach. */
import { app } from '@azure/functions';
import { encodeReport } from '../shared/contract/encode-report';
import { readReportFormat } from '../shared/contract/query-fields';
import { findMigrationById } from '../shared/migrations/find-migration';
import { readReports } from '../shared/migrations/history';
import { renderReport } from '../shared/report/render-report';
import { ok, page } from './http/answers';
import { apiHandler } from './http/api-handler';
import { found } from './http/found';
import { routes } from './http/routes';

app.http('getMigrationReport', {
  route: routes.report,
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: apiHandler(['Migrations.Read'], async ({ request, id }) => {
    const format = readReportFormat(request.query);
    const view = found(await findMigrationById(id), { id });
    const report = encodeReport(view, await readReports(view.record.id));
    return format === 'html' ? page(renderReport(report, new Date()), `migration-${report.name}.html`) : ok(report);
  }),
});
