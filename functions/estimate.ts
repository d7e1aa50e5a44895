/** Says how long a migration would take, from samples between both servers. Leaves nothing behind. */
import { app } from '@azure/functions';
import { serverProblem } from '../shared/auth/server-policy';
import { decodeEstimate } from '../shared/contract/decode-estimate';
import { readJsonBody } from '../shared/contract/read-json-body';
import { estimateMigration } from '../shared/estimate/estimate-migration';
import { ok } from './http/answers';
import { apiHandler } from './http/api-handler';
import { routes } from './http/routes';

app.http('estimate', {
  route: routes.estimate,
  methods: ['POST'],
  authLevel: 'anonymous',
  handler: apiHandler(['Migrations.Write'], async ({ request }) => {
    const wanted = decodeEstimate(await readJsonBody(request), { now: new Date(), serverProblem });
    return ok(await estimateMigration(wanted));
  }),
});
