/** The subscriptions that this service sees. */
import { app } from '@azure/functions';
import { subscriptions } from '../shared/migrations/browse-catalog';
import { ok } from './http/answers';
import { apiHandler } from './http/api-handler';
import { routes } from './http/routes';

app.http('catalogSubscriptions', {
  route: routes.catalogSubscriptions,
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: apiHandler(['Migrations.Read'], async () => ok({ value: await subscriptions() })),
});
