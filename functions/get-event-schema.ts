/** The JSON schema that an event names in its `dataschema`. Needs no token: it tells nothing about any migration. */
import { app } from '@azure/functions';
import { Rejection } from '../shared/domain/rejections';
import { eventSchemas } from '../shared/events/event-schemas';
import { apiHandler } from './http/api-handler';
import { routes } from './http/routes';

const schemas = eventSchemas();

/** It changes only with a new version of this service. */
const cacheSeconds = 3600;

app.http('getEventSchema', {
  route: routes.eventSchema,
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: apiHandler('anybody', async ({ request }) => {
    const name = `${request.params.type}/${request.params.version}`;
    const schema = schemas.get(name);
    if (!schema) throw new Rejection('ResourceNotFound', `There is no schema '${name}'. There are: ${[...schemas.keys()].join(', ')}.`);
    const headers = { 'content-type': 'application/schema+json; charset=utf-8', 'cache-control': `public, max-age=${cacheSeconds}` };
    return { status: 200, jsonBody: schema, headers };
  }),
});
