/** PATCH of the ARM resource: cancels a migration, answers its overwrite question, sets its tags. */
import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { requireRole } from '../shared/auth/principal';
import { type DecodedPatch, decodePatch } from '../shared/contract/decode-patch';
import { encodeMigration } from '../shared/contract/encode-migration';
import { etagOf, requireMatch } from '../shared/contract/etag';
import { readJsonBody } from '../shared/contract/read-json-body';
import { rejectionOf, violation } from '../shared/contract/violations';
import { findMigration } from '../shared/migrations/find-migration';
import type { MigrationView } from '../shared/migrations/types';
import { updateMigration } from '../shared/migrations/update-migration';
import { ok } from './http/answers';
import { armHandler } from './http/arm-handler';
import { found } from './http/found';
import { routes } from './http/routes';

app.http('patchMigration', {
  route: routes.armMigration,
  methods: ['PATCH'],
  authLevel: 'anonymous',
  extraInputs: [df.input.durableClient()],
  handler: armHandler(['Migrations.Write', 'Migrations.Approve'], async ({ request, target, name, principal, durable }) => {
    const decoded = decodePatch(await readJsonBody(request));
    const { patch } = decoded;
    if (patch.overwriteDatabases) requireRole(principal, 'Migrations.Approve');
    if (!patch.overwriteDatabases || patch.cancel !== undefined || patch.tags) requireRole(principal, 'Migrations.Write');
    const current = found(await findMigration({ target, name }), { target, name });
    requireMatch(request.headers.get('if-match'), current);
    requireWholeMigration(decoded, current);
    const view = await updateMigration({ target, name }, patch, principal.name, durable);
    return ok(encodeMigration(view), { etag: etagOf(view), ignored: decoded.ignored });
  }),
});

/** az names all databases to cancel a migration; some of them is another wish, which this version cannot fulfil. */
function requireWholeMigration({ databasesToCancel }: DecodedPatch, { record }: MigrationView): void {
  if (!databasesToCancel) return;
  const missing = record.request.databases.filter((name) => !databasesToCancel.includes(name));
  const unknown = databasesToCancel.filter((name) => !record.request.databases.includes(name));
  if (!missing.length && !unknown.length) return;
  const rule = 'must name every database of the migration, or be left out: single databases cannot be cancelled in this version';
  throw rejectionOf([violation('properties.dbsToCancelMigrationOn', rule)]);
}
