/** The OpenAPI 3.1 document of this service, made from the schemas that requests are read with and answers are tested against. */
import { catalogPaths } from './catalog-paths';
import { answerSchema, type Components, type JsonSchema } from './json-schema';
import { json } from './operation';
import { ownPaths } from './own-paths';
import { envelope } from './resource-answers';
import { resourcePaths } from './resource-paths';

let made: JsonSchema | undefined;

export function openApiDocument(): JsonSchema {
  made ??= makeDocument();
  return made;
}

function makeDocument(): JsonSchema {
  const components: Components = {};
  const paths = { ...resourcePaths(components), ...ownPaths(components), ...catalogPaths(components) };
  const error = answerSchema(components, envelope);
  const byName = Object.entries(components).sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    openapi: '3.1.0',
    info: {
      title: 'pg-flex-migrator',
      version: '1',
      description:
        'Moves PostgreSQL databases, offline and proven, into Azure Database for PostgreSQL Flexible Server. Property names are read in any casing.',
    },
    security: [{ entraId: [] }],
    paths,
    components: {
      schemas: Object.fromEntries(byName),
      responses: {
        Error: {
          description: 'No success. 400 names every violation of the request; 401, 403, 404, 409, 410, 412, 413, 415 and 503 say why.',
          content: json(error),
        },
      },
      securitySchemes: {
        entraId: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Access token of Microsoft Entra ID.' },
      },
    },
  };
}
