/** PUT of the ARM resource: creates a migration. 201 created, 200 the same again, 409 another one of that name. */
import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { serverProblem } from '../shared/auth/server-policy';
import { etagOf, ifMatch } from '../shared/contract/etag';
import { hasProperty } from '../shared/contract/raw-body';
import { readJsonBody } from '../shared/contract/read-json-body';
import { Rejection } from '../shared/domain/rejections';
import { createMigration } from '../shared/migrations/create-migration';
import { findMigration } from '../shared/migrations/find-migration';
import { ok } from './http/answers';
import { armHandler } from './http/arm-handler';
import { routes } from './http/routes';

app.http('putMigration', {
  route: routes.armMigration,
  methods: ['PUT'],
  authLevel: 'anonymous',
  extraInputs: [df.input.durableClient()],
  handler: armHandler(['Migrations.Write'], async ({ request, version, target, name, principal, durable }) => {
    const body = await readJsonBody(request);
    // The same PUT again stays valid after its window has begun, so the window is judged as of the first one.
    const existing = hasProperty(body, 'migrationWindowStartTimeInUtc') ? await findMigration({ target, name }) : undefined;
    const now = new Date(existing?.record.createdOn ?? Date.now());
    const { request: wanted, secrets, ignored } = version.decodeMigration({ target, name }, body, { now, serverProblem });
    const wish = { target, name, request: wanted, secrets, by: principal.name };
    const { created, view } = await createMigration(wish, durable, ifMatch(request.headers.get('if-match')));
    if (!created && request.headers.get('if-none-match')?.trim() === '*') {
      throw new Rejection('PreconditionFailed', `If-None-Match does not hold: the migration '${view.record.name}' exists.`);
    }
    return ok(version.encodeMigration(view), { status: created ? 201 : 200, etag: etagOf(view), ignored });
  }),
});
