/** Says whether everything that this service depends on answers. Needs no token, so that a load balancer can ask. */
import { app } from '@azure/functions';
import { encodeHealth } from '../shared/contract/encode-health';
import { checkHealth } from '../shared/migrations/check-health';
import { ok } from './http/answers';
import { apiHandler } from './http/api-handler';
import { routes } from './http/routes';

app.http('getHealth', {
  route: routes.health,
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: apiHandler('anybody', async () => {
    const { healthy, body } = encodeHealth(await checkHealth());
    return ok(body, { status: healthy ? 200 : 503 });
  }),
});
