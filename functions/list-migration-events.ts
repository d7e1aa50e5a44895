/** The status events of a migration in order, for whoever missed some: `?after=<sequence>` gives the later ones. */
import { app } from '@azure/functions';
import { readAfter } from '../shared/contract/query-fields';
import { findMigrationById } from '../shared/migrations/find-migration';
import { listEvents } from '../shared/migrations/history';
import { ok } from './http/answers';
import { apiHandler } from './http/api-handler';
import { found } from './http/found';
import { routes } from './http/routes';

app.http('listMigrationEvents', {
  route: routes.events,
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: apiHandler(['Migrations.Read'], async ({ request, id }) => {
    const after = readAfter(request.query);
    const { record } = found(await findMigrationById(id), { id });
    return ok(await listEvents(record.id, after));
  }),
});
