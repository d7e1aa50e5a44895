/** The OpenAPI document of this service. */
import { app } from '@azure/functions';
import { openApiDocument } from '../shared/contract/openapi/document';
import { ok } from './http/answers';
import { apiHandler } from './http/api-handler';
import { routes } from './http/routes';

app.http('getOpenApi', {
  route: routes.openApi,
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: apiHandler(['Migrations.Read'], async () => ok(openApiDocument())),
});
