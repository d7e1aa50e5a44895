/** Says how to divide any number of databases among migrations, by their sizes on the source. Changes nothing. */
import { app } from '@azure/functions';
import { serverProblem } from '../shared/auth/server-policy';
import { decodePlan } from '../shared/contract/decode-plan';
import { readJsonBody } from '../shared/contract/read-json-body';
import { planMigrations } from '../shared/migrations/plan-migrations';
import { ok } from './http/answers';
import { apiHandler } from './http/api-handler';
import { routes } from './http/routes';

app.http('planMigrations', {
  route: routes.plan,
  methods: ['POST'],
  authLevel: 'anonymous',
  handler: apiHandler(['Migrations.Write'], async ({ request }) => {
    const plan = decodePlan(await readJsonBody(request), { now: new Date(), serverProblem });
    return ok(await planMigrations(plan));
  }),
});
