/** Runs an HTTP function for a request. A function that throws, or returns what is no response, is 500 with an empty body. */
import type { HttpData, TypedData } from '../core/core-api';
import type { FunctionApp } from '../core/function-app';
import { invoke } from '../core/invoke';
import type { HostLog } from '../log';
import { setCookie } from './cookie';
import type { HttpReply, HttpRequest } from './exchange';
import type { HttpFunction } from './router';

export type ExtraInputs = (functionName: string) => { name: string; data: TypedData }[];

export async function runHttpFunction(
  app: FunctionApp,
  target: HttpFunction,
  request: HttpRequest & { params: Record<string, string> },
  extraInputs: ExtraInputs,
  log: HostLog,
): Promise<HttpReply> {
  const startedAt = performance.now();
  const durationMs = () => Math.round(performance.now() - startedAt);
  try {
    const inputs = [{ name: target.bindingName, data: { http: toHttpData(request) } }, ...extraInputs(target.name)];
    const response = await invoke(app, { functionName: target.name, inputs });
    const result = response.outputData?.find(({ data }) => data.http)?.data.http ?? response.returnValue?.http;
    const reply = result ? toReply(result) : { status: 204 };
    log.info(target.name, `Executed (${request.method}, ${reply.status}, ${durationMs()} ms)`);
    return reply;
  } catch (error) {
    log.error(target.name, `Executed (Failed, ${durationMs()} ms): ${error instanceof Error ? error.stack : error}`);
    return { status: 500 };
  }
}

function toHttpData({ method, url, headers, params, body }: HttpRequest & { params: Record<string, string> }): HttpData {
  const query: Record<string, string> = {};
  // A repeated key arrives as one value, joined by a comma.
  for (const [name, value] of url.searchParams) query[name] = query[name] === undefined ? value : `${query[name]},${value}`;
  return { method, url: url.href, headers, query, params, body: body.length > 0 ? { bytes: body } : undefined };
}

function toReply({ statusCode, headers = {}, cookies = [], body }: HttpData): HttpReply {
  const status = Number(statusCode ?? 200);
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new RangeError(`The function answered with the status '${statusCode}'; it must be 200 to 599.`);
  const { 'content-length': _length, ...rest } = headers;
  const content = body?.bytes ?? body?.string;
  return {
    status,
    headers: cookies.length > 0 ? { ...rest, 'set-cookie': cookies.map(setCookie) } : rest,
    body: content === undefined ? undefined : Buffer.from(content),
  };
}
