/** The migrations of one target server, as the ARM resource lists them: active ones unless `migrationListFilter=All`. */
import { app } from '@azure/functions';
import { encodeMigration } from '../shared/contract/encode-migration';
import { readListFilter } from '../shared/contract/list-filter';
import { listMigrations } from '../shared/migrations/list-migrations';
import { ok } from './http/answers';
import { armHandler } from './http/arm-handler';
import { routes } from './http/routes';

app.http('listMigrations', {
  route: routes.armMigrations,
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: armHandler(['Migrations.Read'], async ({ request, target }) => {
    const views = await listMigrations(target, readListFilter(request.query));
    return ok({ value: views.map(encodeMigration) });
  }),
});
