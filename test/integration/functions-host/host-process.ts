/** Runs the compiled host as a process of its own, with the test app, as `npm start` does. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const repository = path.resolve(__dirname, '../../..');
/** Another folder than dist, for work on the host itself. */
const compiled = path.resolve(repository, process.env.PGFLEX_DIST ?? 'dist');
const startLimitMs = 20_000;

export interface HostProcess {
  pid: number;
  /** Such as `http://127.0.0.1:7071`. */
  http: string;
  https: string | undefined;
  /** Everything it printed so far. */
  output(): string;
  /** Resolves with the exit code, or the signal. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
  /** Calls a method of the app's durable client; rejects with its error. */
  client<T>(method: string, ...parameters: unknown[]): Promise<T>;
  /** Waits until the instance has ended, and returns its status. */
  ended(instanceId: string): Promise<InstanceStatus>;
  status(instanceId: string, query?: string): Promise<{ httpStatus: number; body: InstanceStatus; headers: Headers }>;
}

export interface InstanceStatus {
  name: string;
  instanceId: string;
  runtimeStatus: string;
  input: unknown;
  output: unknown;
  customStatus: unknown;
  createdTime: string;
  lastUpdatedTime: string;
  historyEvents: { EventType: string; [field: string]: unknown }[] | null;
}

export interface HostProcessOptions {
  storage: string;
  root?: string;
  environment?: Record<string, string>;
  args?: string[];
}

const testApp = path.join(__dirname, 'app');
const started = new Set<ChildProcess>();

/** Ends what a test left running; for afterAll. */
export async function endHostProcesses(): Promise<void> {
  await Promise.all([...started].map((child) => endChild(child, 'SIGKILL')));
}

export function spawnHost({ storage, root = testApp, environment = {}, args = [] }: HostProcessOptions): {
  child: ChildProcess;
  output: () => string;
} {
  const child = spawn(process.execPath, [path.join(compiled, 'local/functions-host/main.js'), '--root', root, '--port', '0', ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, HOURLY: '0 0 * * * *', ...environment, AzureWebJobsStorage: storage },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.add(child);
  child.once('exit', () => started.delete(child));
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (part) => {
      text += part;
    });
  }
  return { child, output: () => text };
}

export async function startHostProcess(options: HostProcessOptions): Promise<HostProcess> {
  const { child, output } = spawnHost(options);
  const ready = await untilReady(child, output);
  const http = `http://127.0.0.1:${ready.http}`;
  const instanceUrl = (instanceId: string) => `${http}/runtime/webhooks/durabletask/instances/${encodeURIComponent(instanceId)}`;

  async function status(instanceId: string, query = ''): Promise<{ httpStatus: number; body: InstanceStatus; headers: Headers }> {
    const response = await fetch(`${instanceUrl(instanceId)}${query}`);
    const text = await response.text();
    return { httpStatus: response.status, body: (text === '' ? {} : JSON.parse(text)) as InstanceStatus, headers: response.headers };
  }
  return {
    pid: child.pid ?? 0,
    http,
    https: ready.https === undefined ? undefined : `https://127.0.0.1:${ready.https}`,
    output,
    status,
    end: (signal) => endChild(child, signal),
    async client<T>(method: string, ...parameters: unknown[]): Promise<T> {
      const response = await fetch(`${http}/api/client/${method}`, { method: 'POST', body: JSON.stringify(parameters) });
      const { result, error } = (await response.json()) as { result: T; error?: string };
      if (error !== undefined) throw new Error(error);
      return result;
    },
    async ended(instanceId) {
      for (;;) {
        const { httpStatus, body } = await status(instanceId);
        if (httpStatus === 200) return body;
        if (httpStatus !== 202) throw new Error(`Instance '${instanceId}' answered ${httpStatus}.`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}

async function endChild(child: ChildProcess, signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal);
    await once(child, 'exit');
  }
  return child.exitCode ?? child.signalCode;
}

/** The ports of the line `Host ready {...}`. */
function untilReady(child: ChildProcess, output: () => string): Promise<{ http: number; https?: number }> {
  return new Promise((resolve, reject) => {
    const give = (outcome: () => void): void => {
      clearTimeout(limit);
      outcome();
    };
    const limit = setTimeout(
      () => reject(new Error(`The host was not ready within ${startLimitMs} ms. Its output:\n${output()}`)),
      startLimitMs,
    );
    child.stdout?.on('data', () => {
      const line = /^Host ready (.*)$/m.exec(output())?.[1];
      if (line) give(() => resolve(JSON.parse(line) as { http: number; https?: number }));
    });
    child.once('exit', (code) =>
      give(() => reject(new Error(`The host ended with ${code} before it was ready. Its output:\n${output()}`))),
    );
  });
}
