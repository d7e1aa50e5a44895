/**
 * Starts the host: one process that runs an unmodified Azure Functions app of one folder, with its HTTP, timer and durable functions.
 * State is in the tables of `storage`; once started it goes on where an earlier host of the same store ended, however that ended.
 */
import path from 'node:path';
import { functionList } from './banner';
import { createFunctionApp, type FunctionApp } from './core/function-app';
import { installCore } from './core/install-core';
import { loadApp } from './core/load-app';
import { durableClientInput, rpcPath, webhookPath } from './durable/client-data';
import { createEngine, type Engine } from './durable/engine';
import { createRunActivity, createTurnPorts } from './durable/function-ports';
import { openStateTable } from './durable/state-table';
import { createTableStore } from './durable/table-store';
import { handleWebhook } from './durable/webhooks';
import { type HostSettings, readHostJson } from './host-json';
import { handleAdmin } from './http/admin';
import type { HttpReply, HttpRequest } from './http/exchange';
import { createRouter } from './http/router';
import { type ExtraInputs, runHttpFunction } from './http/run-function';
import { type HandleRequest, listen, type TlsOptions } from './http/server';
import { createLog, type HostLog } from './log';
import { acquireStoreLock } from './store-lock';
import { assertSupported } from './supported-triggers';
import { createTimerHost } from './timers/timer-host';
import { createTimerStatusStore } from './timers/timer-status-store';

export interface HostOptions {
  /** The app's folder: host.json and a package.json whose `main` registers the functions. */
  root: string;
  /** 0 picks a free one. */
  port: number;
  https?: TlsOptions;
  /** Connection string of the storage account. */
  storage: string;
  /** Takes a line of output. Default: stdout. */
  write?: (line: string) => void;
}

export interface Host {
  http: number;
  https: number | undefined;
  /** Stops at once what can be taken up again, and waits for the commits under way. */
  close(): Promise<void>;
}

/** One host per process: @azure/functions asks for its core once. */
export async function startHost({ root, port, https, storage, write = console.log }: HostOptions): Promise<Host> {
  const log = createLog(write);
  const settings = readHostJson(root);
  const table = await openStateTable(storage, settings.hubName);
  const lock = await acquireStoreLock(`${table.url.replace(/\/$/, '')}/${table.tableName}`);
  // Until everything is there, callers learn that they may come back.
  let handle: HandleRequest = async () => ({ status: 503, headers: { 'retry-after': '1' } });
  const server = await listen(port, https, (request) => handle(request), log).catch((error) => {
    lock.release();
    throw error;
  });
  const origin = `http://localhost:${server.httpPort}`;
  describeHost(root, server.httpPort);

  const app = createFunctionApp((level, _category, message, functionName) => log.app(level, functionName, message));
  installCore(app.api);
  const extraInputs = clientInputs(app, durableClientInput(origin, `http://127.0.0.1:${server.httpPort}`, settings.hubName));
  const engine = createEngine({
    store: createTableStore(table),
    turn: createTurnPorts(app, log),
    runActivity: createRunActivity(app, log, extraInputs),
    maxConcurrentActivities: settings.maxConcurrentActivities,
    log,
  });
  const timers = { current: undefined as ReturnType<typeof createTimerHost> | undefined };
  const close = async (): Promise<void> => {
    timers.current?.stop();
    server.close();
    await engine.stop();
    for (const hook of app.hooks.appTerminate) await hook({ hookData: {}, appHookData: app.appHookData });
    lock.release();
  };

  try {
    await loadApp(app, path.resolve(root));
    assertSupported(app);
    const timerHost = createTimerHost({ app, statuses: createTimerStatusStore(table), extraInputs, log });
    timers.current = timerHost;
    const router = createRouter(app, settings.routePrefix);
    await engine.start();
    handle = createHandler({ app, engine, settings, origin, router, extraInputs, log, trigger: timerHost.trigger });
    await timerHost.start();
    write(functionList(app, router.functions, origin, settings.routePrefix));
  } catch (error) {
    await close();
    throw error;
  }
  return { http: server.httpPort, https: server.httpsPort, close };
}

interface HandlerParts {
  app: FunctionApp;
  engine: Engine;
  settings: HostSettings;
  origin: string;
  router: ReturnType<typeof createRouter>;
  extraInputs: ExtraInputs;
  log: HostLog;
  trigger: (functionName: string) => boolean;
}

function createHandler({ app, engine, settings, origin, router, extraInputs, log, trigger }: HandlerParts): HandleRequest {
  return async (request: HttpRequest): Promise<HttpReply> => {
    const { pathname } = request.url;
    for (const base of [webhookPath, rpcPath]) {
      if (pathname.startsWith(`${base}/`))
        return handleWebhook(pathname.slice(base.length), request, { engine, hubName: settings.hubName, origin });
    }
    if (pathname.startsWith('/admin/')) return handleAdmin(pathname.slice('/admin'.length), request, { app, origin, trigger });
    const match = router.match(request.method, pathname);
    return match ? runHttpFunction(app, match.target, { ...request, params: match.params }, extraInputs, log) : { status: 404 };
  };
}

/** What an app may read about its host; the durable SDK needs the first to keep links as they are. */
function describeHost(root: string, port: number): void {
  process.env.WEBSITE_HOSTNAME = `localhost:${port}`;
  process.env.AZURE_FUNCTIONS_ENVIRONMENT ??= 'Development';
  process.env.AzureWebJobsScriptRoot = path.resolve(root);
}

function clientInputs(app: FunctionApp, data: { string?: string }): ExtraInputs {
  return (functionName) =>
    Object.entries(app.functions.get(functionName)?.metadata.bindings ?? {})
      .filter(([, { type }]) => /^(durableClient|orchestrationClient)$/i.test(type))
      .map(([name]) => ({ name, data }));
}
