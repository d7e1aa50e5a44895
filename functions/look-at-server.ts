/** Logs in to a server and says which databases it has, how big they are and whose. */
import { app } from '@azure/functions';
import { serverProblem } from '../shared/auth/server-policy';
import { decodeServerLogin } from '../shared/contract/decode-server-login';
import { readJsonBody } from '../shared/contract/read-json-body';
import { lookAtServer } from '../shared/migrations/look-at-server';
import { ok } from './http/answers';
import { apiHandler } from './http/api-handler';
import { routes } from './http/routes';

app.http('lookAtServer', {
  route: routes.catalogDatabases,
  methods: ['POST'],
  authLevel: 'anonymous',
  handler: apiHandler(['Migrations.Write'], async ({ request }) => {
    const login = decodeServerLogin(await readJsonBody(request), { now: new Date(), serverProblem });
    const { databases, ...server } = await lookAtServer(login);
    return ok({ server, value: databases });
  }),
});
