/** PATCH of the ARM resource: cancels a migration or some of its databases, answers what it waits for, sets its tags. */
import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { requireRole } from '../shared/auth/principal';
import { etagOf, ifMatch } from '../shared/contract/etag';
import { readJsonBody } from '../shared/contract/read-json-body';
import { updateMigration } from '../shared/migrations/update-migration';
import { ok } from './http/answers';
import { armHandler } from './http/arm-handler';
import { routes } from './http/routes';

app.http('patchMigration', {
  route: routes.armMigration,
  methods: ['PATCH'],
  authLevel: 'anonymous',
  extraInputs: [df.input.durableClient()],
  handler: armHandler(['Migrations.Write', 'Migrations.Approve'], async ({ request, version, target, name, principal, durable }) => {
    const { patch, ignored } = version.decodePatch(await readJsonBody(request), { now: new Date() });
    const { overwriteDatabases, ...others } = patch;
    if (overwriteDatabases) requireRole(principal, 'Migrations.Approve');
    if (!overwriteDatabases || Object.keys(others).length) requireRole(principal, 'Migrations.Write');
    const view = await updateMigration({ target, name }, patch, principal.name, durable, ifMatch(request.headers.get('if-match')));
    return ok(version.encodeMigration(view), { etag: etagOf(view), ignored });
  }),
});
