/** PUT of the ARM resource: creates a migration. 201 created, 200 the same again, 409 another one of that name. */
import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { decodeMigration } from '../shared/contract/decode-migration';
import { encodeMigration } from '../shared/contract/encode-migration';
import { etagOf, requireMatch } from '../shared/contract/etag';
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
  handler: armHandler(['Migrations.Write'], async ({ request, target, name, principal, durable }) => {
    const { request: wanted, secrets, ignored } = decodeMigration({ target, name }, await readJsonBody(request), new Date());
    const ifMatch = request.headers.get('if-match');
    if (ifMatch) requireMatch(ifMatch, await findMigration({ target, name }));
    const { created, view } = await createMigration({ target, name, request: wanted, secrets, by: principal.name }, durable);
    if (!created && request.headers.get('if-none-match')?.trim() === '*') {
      throw new Rejection('PreconditionFailed', `If-None-Match does not hold: the migration '${view.record.name}' exists.`);
    }
    return ok(encodeMigration(view), { status: created ? 201 : 200, etag: etagOf(view), ignored });
  }),
});
