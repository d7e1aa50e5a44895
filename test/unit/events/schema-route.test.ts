// The address in an event's dataschema leads to its schema.
import { type HttpHandler, HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import { createRouter } from '../../../local/functions-host/http/router';
import { registeredApp, registeredFunction } from '../../support/functions-core';
import { publishedProblems } from './event-validator';
import '../../../functions/get-event-schema';

async function get(path: string): Promise<HttpResponseInit> {
  const match = createRouter(registeredApp, '').match('GET', path);
  if (match?.target.name !== 'getEventSchema') throw new Error(`${path} goes to ${match?.target.name ?? 'no function'}.`);
  const request = new HttpRequest({ method: 'GET', url: `http://localhost${path}`, params: match.params });
  const { callback } = registeredFunction('getEventSchema') as unknown as { callback: HttpHandler };
  return (await callback(request, new InvocationContext({ functionName: 'getEventSchema', invocationId: 'i1' }))) as HttpResponseInit;
}

test('it answers with the schema, without a token, and lets it be kept', async () => {
  const { status, headers, jsonBody } = await get('/schemas/migration-status-changed/1.json');
  expect(status).toBe(200);
  expect(headers).toMatchObject({ 'content-type': 'application/schema+json; charset=utf-8', 'cache-control': 'public, max-age=3600' });
  expect(jsonBody).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'PgMigration.MigrationStatusChanged.v1',
  });
  expect(publishedProblems('migration-status-changed/1.json', {})).not.toEqual([]);
});

test.each(['/schemas/migration-status-changed/2.json', '/schemas/nothing/1.json', '/schemas/migration-status-changed/1'])(
  '%s is not there, and the answer names those that are',
  async (path) => {
    const { status, jsonBody } = await get(path);
    expect(status).toBe(404);
    expect(jsonBody).toMatchObject({ error: { code: 'ResourceNotFound', message: expect.stringContaining('cleanup-completed/1.json') } });
  },
);
