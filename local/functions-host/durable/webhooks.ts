/** The Durable HTTP API: what durable clients, here and over the network, ask of the engine. */
import { type HttpReply, type HttpRequest, json } from '../http/exchange';
import { managementLinks } from './client-data';
import type { Engine, MessageType } from './engine';
import { isTerminal, type RuntimeStatus, runtimeStatuses } from './protocol';
import type { InstanceRecord } from './record';
import type { RecordFilter } from './table-store';
import { statusBody } from './webhook-status';

export interface WebhookOptions {
  engine: Engine;
  hubName: string;
  /** Where links in answers point to. */
  origin: string;
}

/** The real host's page size. */
const defaultPageSize = 100;
const continuationHeader = 'x-ms-continuation-token';

/** `path` is the request's path below the API, still encoded. */
export async function handleWebhook(path: string, request: HttpRequest, options: WebhookOptions): Promise<HttpReply> {
  const [kind, name, operation, argument, ...rest] = segmentsOf(path);
  if (rest.length > 0) return { status: 404 };
  if (kind === 'entities') return notSupported('durable entities');
  if (kind === 'orchestrators' && name && request.method === 'POST') return start(name, operation, request, options);
  if (kind !== 'instances') return { status: 404 };
  if (!name) return manyInstances(request, options);

  const record = await options.engine.record(name);
  if (!record) return { status: 404 };
  if (!operation) return oneInstance(record, request, options);
  return request.method === 'POST' ? operate(record, operation.toLowerCase(), argument, request, options) : { status: 404 };
}

async function start(
  name: string,
  instanceId: string | undefined,
  request: HttpRequest,
  { engine, hubName, origin }: WebhookOptions,
): Promise<HttpReply> {
  if (request.url.searchParams.has('version')) return notSupported('starting an orchestration by version');
  const input = jsonBody(request);
  if (!input.isValid) return invalidJson();
  const result = await engine.startNew({ name, instanceId, input: input.text });
  if ('conflict' in result) return json(409, { Message: `An Orchestration instance with the status ${result.conflict} already exists.` });
  const links = managementLinks(origin, hubName, result.instanceId);
  return json(202, links, { location: links.statusQueryGetUri ?? '', 'retry-after': '10' });
}

async function manyInstances({ method, url, headers }: HttpRequest, { engine }: WebhookOptions): Promise<HttpReply> {
  const filter = filterOf(url.searchParams);
  if (method === 'GET') {
    const pageSize = Number(url.searchParams.get('top')) || defaultPageSize;
    const page = await engine.list(filter, pageSize, headers[continuationHeader] || undefined);
    const view = { showInput: url.searchParams.get('showInput') !== 'false', showHistoryOutput: false };
    const statuses = page.records.map((record) => statusBody(record, view));
    return json(200, statuses, { [continuationHeader]: page.continuation ?? '' });
  }
  if (method !== 'DELETE') return { status: 404 };
  if (!filter.createdFrom) return json(400, { Message: 'Please provide value for createdTimeFrom parameter.' });
  let instancesDeleted = 0;
  for (let continuation: string | undefined, isFirst = true; isFirst || continuation; isFirst = false) {
    const page = await engine.list(filter, defaultPageSize, continuation);
    for (const { instanceId } of page.records) if ((await engine.purge(instanceId, true)) === 'purged') instancesDeleted++;
    continuation = page.continuation;
  }
  return instancesDeleted > 0 ? json(200, { instancesDeleted }) : { status: 404 };
}

async function oneInstance(record: InstanceRecord, { method, url }: HttpRequest, { engine, origin }: WebhookOptions): Promise<HttpReply> {
  const { instanceId, status } = record;
  if (method === 'DELETE') {
    const outcome = await engine.purge(instanceId);
    return outcome === 'purged' ? json(200, { instancesDeleted: 1 }) : { status: outcome === 'live' ? 412 : 404 };
  }
  if (method !== 'GET') return { status: 404 };
  const query = url.searchParams;
  const body = statusBody(record, {
    showInput: query.get('showInput') !== 'false',
    showHistoryOutput: query.get('showHistoryOutput') === 'true',
    history: query.get('showHistory') === 'true' ? await engine.history(instanceId) : undefined,
  });
  if (!isTerminal(status)) return json(202, body, { location: `${origin}${url.pathname}${url.search}`, 'retry-after': '5' });
  return json(status === 'Failed' && query.get('returnInternalServerErrorOnFailure') === 'true' ? 500 : 200, body);
}

async function operate(
  record: InstanceRecord,
  operation: string,
  argument: string | undefined,
  request: HttpRequest,
  { engine }: WebhookOptions,
): Promise<HttpReply> {
  if (operation === 'rewind' || operation === 'restart') return notSupported(`${operation} of an instance`);
  const reason = request.url.searchParams.get('reason') ?? '';
  const post = async (type: MessageType, fields: Parameters<Engine['post']>[2]): Promise<HttpReply> =>
    ({ accepted: { status: 202 }, ended: { status: 410 }, unknown: { status: 404 } })[await engine.post(record.instanceId, type, fields)];

  switch (operation) {
    case 'raiseevent': {
      if (!argument) return { status: 404 };
      const isJson = request.body.length === 0 || /^application\/json/i.test(request.headers['content-type'] ?? '');
      if (!isJson) return json(400, { Message: 'Only application/json request content is supported' });
      const data = jsonBody(request);
      return data.isValid ? post('eventRaised', { Name: argument, Input: data.text ?? 'null' }) : invalidJson();
    }
    case 'terminate':
      return post('executionTerminated', { Input: reasonAsJson(reason) });
    case 'suspend':
      if (record.status === 'Suspended') return json(500, { Message: `Instance '${record.instanceId}' is already suspended.` });
      return post('executionSuspended', { Reason: reason });
    case 'resume':
      if (record.status === 'Running') return json(500, { Message: `Instance '${record.instanceId}' is not suspended.` });
      return post('executionResumed', { Reason: reason });
    default:
      return { status: 404 };
  }
}

function segmentsOf(path: string): string[] {
  const segments = path.split('/').slice(1);
  // An encoded slash never matches, as on the real host.
  return segments.some((segment) => /%2F/i.test(segment)) ? [] : segments.map((segment) => decodeURIComponent(segment));
}

/** Unknown statuses and unreadable dates are ignored, as by the real host. */
function filterOf(query: URLSearchParams): RecordFilter {
  const wanted = query.get('runtimeStatus')?.split(',') ?? [];
  const statuses = runtimeStatuses.filter((status: RuntimeStatus) => wanted.includes(status));
  return {
    statuses: statuses.length > 0 ? statuses : undefined,
    createdFrom: dateOf(query.get('createdTimeFrom')),
    createdTo: dateOf(query.get('createdTimeTo')),
    instanceIdPrefix: query.get('instanceIdPrefix') ?? undefined,
  };
}

function dateOf(text: string | null): Date | undefined {
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function jsonBody({ body }: HttpRequest): { isValid: boolean; text?: string } {
  const text = body.toString('utf8');
  if (text === '') return { isValid: true };
  return isJson(text) ? { isValid: true, text } : { isValid: false };
}

/** The reason becomes the instance's output: parsed if it is JSON, else a text. */
function reasonAsJson(reason: string): string {
  return isJson(reason) ? reason : JSON.stringify(reason);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function invalidJson(): HttpReply {
  return json(400, { Message: 'Invalid JSON content' });
}

/** As text: the SDK makes an error message of the body as it is. */
function notSupported(what: string): HttpReply {
  const body = `The local Functions host does not support ${what}; run the app under Azure Functions Core Tools.`;
  return { status: 501, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}
