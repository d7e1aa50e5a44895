/** The migrations of one target server, as the ARM resource lists them: active ones unless `migrationListFilter=All`, in pages. */
import { app } from '@azure/functions';
import { readListFilter } from '../shared/contract/list-filter';
import { nextLink, readSkipToken } from '../shared/contract/list-paging';
import { listMigrations } from '../shared/migrations/list-migrations';
import { ok } from './http/answers';
import { armHandler } from './http/arm-handler';
import { routes } from './http/routes';

/** ARM's clients follow `nextLink`; a page of this size is one short request to the store. */
const pageSize = 50;

app.http('listMigrations', {
  route: routes.armMigrations,
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: armHandler(['Migrations.Read'], async ({ request, version, target }) => {
    const filter = readListFilter(request.query);
    const from = readSkipToken(request.query);
    const { views, continuation } = await listMigrations(target, filter, { top: pageSize, continuation: from });
    return ok({
      value: views.map((view) => version.encodeMigration(view)),
      ...(continuation ? { nextLink: nextLink(request.url, continuation) } : {}),
    });
  }),
});
