/** Says over which way a migration would reach both servers, which subnet it needs, and what is in the way. Changes nothing. */
import { app } from '@azure/functions';
import { serverProblem } from '../shared/auth/server-policy';
import { decodeNetworkPlan } from '../shared/contract/decode-network-plan';
import { encodeNetworkPlan } from '../shared/contract/encode-network-plan';
import { readJsonBody } from '../shared/contract/read-json-body';
import { planNetwork } from '../shared/migrations/plan-network';
import { ok } from './http/answers';
import { apiHandler } from './http/api-handler';
import { routes } from './http/routes';

app.http('planNetwork', {
  route: routes.networkPlan,
  methods: ['POST'],
  authLevel: 'anonymous',
  handler: apiHandler(['Migrations.Write'], async ({ request }) => {
    const wanted = decodeNetworkPlan(await readJsonBody(request), { now: new Date(), serverProblem });
    return ok(encodeNetworkPlan(await planNetwork(wanted)));
  }),
});
