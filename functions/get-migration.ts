/** GET of the ARM resource. */
import { app } from '@azure/functions';
import { etagOf } from '../shared/contract/etag';
import { findMigration } from '../shared/migrations/find-migration';
import { ok } from './http/answers';
import { armHandler } from './http/arm-handler';
import { found } from './http/found';
import { routes } from './http/routes';

app.http('getMigration', {
  route: routes.armMigration,
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: armHandler(['Migrations.Read'], async ({ request, version, target, name }) => {
    const view = found(await findMigration({ target, name }), { target, name });
    return ok(version.encodeMigration(view, request.query), { etag: etagOf(view) });
  }),
});
