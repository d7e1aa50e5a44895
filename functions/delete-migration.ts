/** DELETE of the ARM resource: cancels a running migration, removes an ended one. 204 if there is none. */
import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { etagOf, ifMatch } from '../shared/contract/etag';
import { deleteMigration } from '../shared/migrations/delete-migration';
import { noContent, ok } from './http/answers';
import { armHandler } from './http/arm-handler';
import { routes } from './http/routes';

app.http('deleteMigration', {
  route: routes.armMigration,
  methods: ['DELETE'],
  authLevel: 'anonymous',
  extraInputs: [df.input.durableClient()],
  handler: armHandler(['Migrations.Write'], async ({ request, version, target, name, principal, durable }) => {
    const view = await deleteMigration({ target, name }, principal.name, durable, ifMatch(request.headers.get('if-match')));
    if (!view) return noContent();
    return version.deleteAnswersMigration ? ok(version.encodeMigration(view), { etag: etagOf(view) }) : { status: 200 };
  }),
});
