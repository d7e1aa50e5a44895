/** The host's admin endpoints that Core Tools and scripts use. */
import { type FunctionApp, triggerOf } from '../core/function-app';
import { type HttpReply, type HttpRequest, json } from './exchange';

export interface AdminOptions {
  app: FunctionApp;
  origin: string;
  /** Runs a timer function; false if there is none of that name. */
  trigger(functionName: string): boolean;
}

const startedAt = Date.now();

/** `path` is below `/admin`. */
export function handleAdmin(path: string, { method, body }: HttpRequest, { app, origin, trigger }: AdminOptions): HttpReply {
  const [, area, name, operation] = path.split('/').map((segment) => decodeURIComponent(segment));
  if (area === 'host') {
    if (name === 'ping') return { status: 200 };
    return name === 'status'
      ? json(200, { id: 'local', state: 'Running', version: app.api.hostVersion, processUptime: Date.now() - startedAt })
      : { status: 404 };
  }
  if (area !== 'functions') return { status: 404 };
  const describe = (functionName: string) => ({
    name: functionName,
    href: `${origin}/admin/functions/${encodeURIComponent(functionName)}`,
    config: { name: functionName, bindings: bindingsOf(app, functionName) },
    isDisabled: false,
  });
  if (!name) return method === 'GET' ? json(200, [...app.functions.keys()].map(describe)) : { status: 404 };

  const found = [...app.functions.keys()].find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  if (!found) return { status: 404 };
  if (operation === 'status') return json(200, { isDisabled: false });
  if (method === 'GET') return json(200, describe(found));
  if (method !== 'POST') return { status: 404 };
  if (body.length === 0) return json(400, { Message: 'A body such as {"input": ""} is required.' });
  if (trigger(found)) return { status: 202 };
  const type = triggerOf(app.functions.get(found)?.metadata ?? { name: found, bindings: {} })?.type ?? 'unknown';
  return json(501, {
    Message: `The local Functions host can only start timer functions this way; '${found}' has a trigger of type ${type}.`,
  });
}

function bindingsOf(app: FunctionApp, functionName: string): Record<string, unknown>[] {
  const { bindings = {} } = app.functions.get(functionName)?.metadata ?? {};
  return Object.entries(bindings).map(([name, binding]) => ({ ...binding, name }));
}
