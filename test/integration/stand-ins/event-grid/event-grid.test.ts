// The Event Grid stand-in under the unmodified @azure/eventgrid client.
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { AzureKeyCredential, EventGridPublisherClient, type EventGridPublisherClientOptions } from '@azure/eventgrid';
import { type AzureServices, azureServices } from '../azure-services';
import { openWebhook, type Webhook } from './webhook';

let azure: AzureServices;
const webhooks: Webhook[] = [];
let options: EventGridPublisherClientOptions;

beforeAll(async () => {
  azure = await azureServices();
  options = { tlsOptions: azure.tlsOptions, retryOptions: { maxRetries: 0 } };
});
afterEach(() => Promise.all(webhooks.splice(0).map((webhook) => webhook.close())));
afterAll(() => azure.end());

const address = () => azure.services.eventGrid.url;
const endpoint = () => `${address()}/api/events`;
const publisher = () =>
  new EventGridPublisherClient(endpoint(), 'CloudEvent', new AzureKeyCredential(azure.services.eventGridKey), options);

async function webhook(...given: Parameters<typeof openWebhook>): Promise<Webhook> {
  const opened = await openWebhook(...given);
  webhooks.push(opened);
  return opened;
}

interface Answer {
  status: number;
  body: never;
}

function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const url = path.startsWith('https:') ? path : `${address()}${path}`;
    const outgoing = request(url, { method, headers, agent: false, ca: azure.tlsOptions.ca }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: (text ? JSON.parse(text) : undefined) as never }));
    });
    outgoing.on('error', reject);
    outgoing.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
}

const subscribe = (name: string, wanted: object) => call('PUT', `/_local/subscriptions/${name}`, wanted);
const stored = async (name: string) => (await call('GET', `/_local/subscriptions/${name}`)).body as Record<string, unknown>;

let count = 0;
const nextEvent = (data: object = {}) => ({
  id: `event-${++count}`,
  type: 'PgMigration.Test.v1',
  source: '/tests',
  subject: 'migrations/one',
  data,
});

test('what is published is kept in order, as it was published', async () => {
  const first = nextEvent({ state: 'Ä' });
  await publisher().send([{ ...first, extensionAttributes: { sequence: '00001' } }, nextEvent()]);
  await publisher().send([nextEvent()]);
  const events = (await call('GET', '/_local/events')).body as Record<string, unknown>[];
  expect(events.slice(-3)).toMatchObject([
    { ...first, specversion: '1.0', sequence: '00001', datacontenttype: 'application/json' },
    { id: `event-${count - 1}` },
    { id: `event-${count}` },
  ]);
});

test('the key or a token for Event Grid is needed', async () => {
  const wrong = new EventGridPublisherClient(endpoint(), 'CloudEvent', new AzureKeyCredential('wrong'), options);
  await expect(wrong.send([nextEvent()])).rejects.toMatchObject({ statusCode: 401, code: 'Unauthorized' });
  const withToken = new EventGridPublisherClient(endpoint(), 'CloudEvent', azure.credential('service'), options);
  await withToken.send([nextEvent()]);
  expect((await call('GET', '/_local/events')).body as object[]).toContainEqual(expect.objectContaining({ id: `event-${count}` }));
  const other = await azure.credential('service').getToken('https://vault.azure.net/.default');
  const headers = { 'content-type': 'application/cloudevents+json', authorization: `Bearer ${other.token}` };
  const refused = await call('POST', '/api/events?api-version=2018-01-01', nextEvent(), headers);
  expect(refused).toMatchObject({ status: 401, body: { error: { message: expect.stringContaining('https://eventgrid.azure.net') } } });
  expect((await call('POST', '/api/events?api-version=2018-01-01', nextEvent())).status).toBe(401);
});

test.each([
  ['application/cloudevents-batch+json', '[{"id":"1","source":"s","type":"t"}]', 400, 'specversion'],
  ['application/cloudevents+json', '{"specversion":"1.0","id":"1","source":"s","type":"t","dataVersion":1}', 400, 'dataVersion'],
  ['application/cloudevents-batch+json', '[]', 400, 'body'],
  ['application/json', '[{"id":"1"}]', 400, 'eventType'],
  ['application/json', 'nope', 400, 'not valid JSON'],
  ['text/plain', 'x', 415, 'content type'],
  ['application/json', `"${'x'.repeat(1024 * 1024)}"`, 413, 'larger than'],
])('%s: a request that is not what it says is refused with the field', async (contentType, body, status, problem) => {
  const headers = { 'content-type': contentType, 'aeg-sas-key': azure.services.eventGridKey };
  const answer = await call('POST', '/api/events?api-version=2018-01-01', body, headers);
  expect(answer).toMatchObject({ status, body: { error: { message: expect.stringContaining(problem) } } });
  expect(await call('POST', '/api/events?api-version=2024-01-01', body, headers)).toMatchObject({ status: 400 });
});

test('a webhook that agrees to the CloudEvents handshake gets what is published from then on, one event each', async () => {
  const hook = await webhook();
  await publisher().send([nextEvent()]);
  expect(await subscribe('plain', { endpoint: hook.url })).toMatchObject({ status: 201, body: { provisioningState: 'Succeeded' } });
  expect(hook.received[0]).toMatchObject({ method: 'OPTIONS', headers: { 'webhook-request-origin': 'eventgrid.azure.net' } });
  const sent = [nextEvent({ a: 1 }), nextEvent()];
  await publisher().send(sent);
  await hook.hasTaken(2);
  expect(hook.taken).toMatchObject(sent);
  expect(hook.received.at(-1)?.headers).toMatchObject({
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'aeg-event-type': 'Notification',
    'aeg-subscription-name': 'PLAIN',
    'aeg-delivery-count': '0',
  });
  expect((await call('DELETE', '/_local/subscriptions/plain')).status).toBe(200);
  expect((await call('GET', '/_local/subscriptions/plain')).status).toBe(404);
});

test('a webhook on https with a certificate of the local authority works, too', async () => {
  const file = (name: string) => readFile(join(azure.directory, 'tls', name), 'utf8');
  const hook = await webhook(undefined, { cert: await file('server.pem'), key: await file('server.key') });
  expect((await subscribe('over-tls', { endpoint: hook.url })).status).toBe(201);
  await publisher().send([nextEvent()]);
  await hook.hasTaken(1);
  await call('DELETE', '/_local/subscriptions/over-tls');
});

test('without agreement nothing is delivered and nothing is stored', async () => {
  const gone = await openWebhook();
  await gone.close();
  const elsewhere = await webhook(() => ({ status: 200, headers: { 'webhook-allowed-origin': 'other.example' } }));
  const failing = await webhook(() => ({ status: 404 }));
  for (const [endpointUrl, problem] of [
    [gone.url, /cannot be reached/],
    [elsewhere.url, /'other.example'/],
    [failing.url, /answered OPTIONS with 404/],
  ] as const) {
    const answer = await subscribe('refused', { endpoint: endpointUrl });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { code: 'UrlValidationFailed', message: expect.stringMatching(problem) } },
    });
    expect((await call('GET', '/_local/subscriptions/refused')).status).toBe(404);
  }
  expect(await subscribe('a', { endpoint: elsewhere.url })).toMatchObject({ status: 400 });
  expect(await subscribe('refused', { endpoint: 'ftp://x' })).toMatchObject({ status: 400 });
});

test('a webhook that answers without agreeing can be agreed to by hand', async () => {
  const hook = await webhook(({ method }) => (method === 'OPTIONS' ? { status: 200 } : undefined));
  expect(await subscribe('by-hand', { endpoint: hook.url })).toMatchObject({
    status: 201,
    body: { provisioningState: 'AwaitingManualAction' },
  });
  await publisher().send([nextEvent()]);
  const address = String(hook.received[0]?.headers['webhook-request-callback']);
  expect((await call('GET', address.replace(/token=.*/, 'token=guess'))).status).toBe(404);
  expect(hook.taken).toEqual([]);
  expect(await call('GET', address)).toMatchObject({ status: 200, body: { provisioningState: 'Succeeded' } });
  await hook.hasTaken(1);
  await call('DELETE', '/_local/subscriptions/by-hand');
});

test('a subscriber of the Event Grid schema validates by code and gets arrays of one; CloudEvents subscribers get them converted', async () => {
  const hook = await webhook(({ body, headers }) => {
    if (headers['aeg-event-type'] !== 'SubscriptionValidation') return undefined;
    const [{ data }] = body as [{ data: { validationCode: string } }];
    return { status: 200, body: { validationResponse: data.validationCode } };
  });
  const converted = await webhook();
  await subscribe('own-schema', { endpoint: hook.url, schema: 'EventGridSchema' });
  await subscribe('converted', { endpoint: converted.url });
  const client = new EventGridPublisherClient(endpoint(), 'EventGrid', new AzureKeyCredential(azure.services.eventGridKey), options);
  const eventTime = new Date();
  await client.send([{ id: 'g1', eventType: 'T', subject: 's', eventTime, dataVersion: '1', data: { a: 1 } }]);
  await Promise.all([hook.hasTaken(2), converted.hasTaken(1)]); // the validation event was taken, too
  expect(hook.taken[1]).toMatchObject({ id: 'g1', eventType: 'T', metadataVersion: '1', topic: expect.stringContaining('/topics/') });
  expect(converted.taken).toMatchObject([
    { specversion: '1.0', id: 'g1', type: 'T', subject: 's', time: eventTime.toISOString(), dataschema: '#1', data: { a: 1 } },
  ]);
  await Promise.all(['own-schema', 'converted'].map((name) => call('DELETE', `/_local/subscriptions/${name}`)));
});

test('a failed delivery is tried again; one that is refused for good is dropped; order is kept', async () => {
  const attempts: Record<string, number> = {};
  const [first, bad, last] = [nextEvent(), nextEvent(), nextEvent()];
  const hook = await webhook(({ method, body }) => {
    if (method !== 'POST') return undefined;
    const { id } = body as { id: string };
    attempts[id] = (attempts[id] ?? 0) + 1;
    if (id === bad.id) return { status: 400 };
    return id === first.id && attempts[id] === 1 ? { status: 503 } : undefined;
  });
  await subscribe('failing', { endpoint: hook.url });
  await publisher().send([first, bad, last]);
  await hook.hasTaken(2);
  expect(hook.taken.map(({ id }) => id)).toEqual([first.id, last.id]);
  expect(attempts).toEqual({ [first.id]: 2, [bad.id]: 1, [last.id]: 1 });
  expect(hook.received.filter(({ headers }) => headers['aeg-delivery-count'] === '1')).toHaveLength(1);
  await call('DELETE', '/_local/subscriptions/failing');
});

test('after a restart events, key, subscriptions and what is not delivered yet are there', async () => {
  let isDown = true;
  const hook = await webhook(({ method }) => (method === 'POST' && isDown ? { status: 503 } : undefined));
  await subscribe('restarted', { endpoint: hook.url });
  await publisher().send([nextEvent()]);
  const before = (await call('GET', '/_local/events')).body as object[];
  const key = azure.services.eventGridKey;
  await azure.restart();
  expect(azure.services.eventGridKey).toBe(key);
  expect((await call('GET', '/_local/events')).body).toEqual(before);
  isDown = false;
  await hook.hasTaken(1);
  expect(hook.taken).toMatchObject([{ id: `event-${count}` }]);
  await publisher().send([nextEvent()]);
  await hook.hasTaken(2);
  expect(await stored('restarted')).not.toHaveProperty('validationToken');
  await call('DELETE', '/_local/subscriptions/restarted');
});

test('an outage closes the port for a while', async () => {
  const token = await azure.credential().getToken('https://management.azure.com/.default');
  const outage = await call(
    'POST',
    `${azure.services.arm.url}/_local/outage`,
    { service: 'eventGrid', seconds: 0.3 },
    { authorization: `Bearer ${token.token}` },
  );
  expect(outage.status).toBe(202);
  await expect(publisher().send([nextEvent()])).rejects.toMatchObject({ code: expect.stringMatching(/ECONN(REFUSED|RESET)/) });
  const patient = new EventGridPublisherClient(endpoint(), 'CloudEvent', new AzureKeyCredential(azure.services.eventGridKey), {
    ...options,
    retryOptions: { maxRetries: 20, retryDelayInMs: 100, maxRetryDelayInMs: 100 },
  });
  await patient.send([nextEvent()]);
});
