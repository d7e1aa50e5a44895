/** Tells whether a migration could have a name on a target server. */
import { app } from '@azure/functions';
import { migrationResourceType } from '../shared/contract/arm-ids';
import { decodeNameCheck } from '../shared/contract/decode-name-check';
import { readJsonBody } from '../shared/contract/read-json-body';
import { findMigration } from '../shared/migrations/find-migration';
import { ok } from './http/answers';
import { armHandler } from './http/arm-handler';
import { routes } from './http/routes';

app.http('checkMigrationName', {
  route: routes.armNameCheck,
  methods: ['POST'],
  authLevel: 'anonymous',
  handler: armHandler(['Migrations.Read'], async ({ request, target }) => {
    const { name, problem } = decodeNameCheck(await readJsonBody(request));
    const answer = { name, type: migrationResourceType };
    if (problem) return ok({ ...answer, nameAvailable: false, reason: 'Invalid', message: problem });
    if (!(await findMigration({ target, name }))) return ok({ ...answer, nameAvailable: true });
    const message = `The target server '${target.server}' has a migration of that name. Choose another name, or delete that one first.`;
    return ok({ ...answer, nameAvailable: false, reason: 'AlreadyExists', message });
  }),
});
