/** HTTP functions, admin endpoints, settings and timers, in a host process, as the real host was seen to behave. */
import { readFileSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { ensureCertificates } from '../../../local/tls/ensure-certificates';
import { endHostProcesses, type HostProcess, spawnHost, startHostProcess } from './host-process';
import { startTestStore, type TestStore } from './store';

let store: TestStore;
let host: HostProcess;
let timerLog: string;
let caFile: string;

beforeAll(async () => {
  store = await startTestStore();
  timerLog = path.join(store.folder, 'timers.log');
  const settings = path.join(store.folder, 'local.settings.json');
  writeFileSync(settings, JSON.stringify({ Values: { FROM_SETTINGS: 'yes', KEPT: 'from settings', TIMER_LOG: timerLog } }));
  const certificates = await ensureCertificates(path.join(store.folder, 'tls'));
  caFile = certificates.caFile;
  host = await startHostProcess({
    storage: store.connectionString,
    environment: { KEPT: 'from the environment' },
    args: ['--settings', settings, '--https-port', '0', '--cert', certificates.certFile, '--key', certificates.keyFile],
  });
}, 30_000);

afterAll(async () => {
  await endHostProcesses();
  await store.stop();
});

const call = (route: string, init?: RequestInit) => fetch(`${host.http}/api/${route}`, init);

describe('routing', () => {
  test('parameters, query, headers and body reach the function; the prefix comes from host.json', async () => {
    const response = await call('echo/7/a/b%20c?x=1&y=&x=2', { method: 'PUT', body: 'héllo', headers: { 'x-multi': '1' } });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-a')).toBe('b');
    expect(await response.json()).toEqual({
      method: 'PUT',
      params: { id: '7', rest: 'a/b c' },
      query: { x: '1,2', y: '' },
      url: `${host.http}/api/echo/7/a/b%20c?x=1&y=&x=2`,
      body: 'héllo',
      header: '1',
    });
  });

  test('fixed segments match whatever their case, a trailing slash is ignored, %2F stays encoded', async () => {
    expect(await (await call('ECHO/7/x%2Fy/')).json()).toMatchObject({ params: { id: '7', rest: 'x%2Fy' } });
    expect(await (await call('things:cancel', { method: 'POST' })).text()).toBe('cancelled');
  });

  test('the first match in alphabetical order of function name gets the request, not the most specific', async () => {
    expect(await (await call('any/fixed')).json()).toEqual({ from: 'anyFixed' });
    expect(await (await call('any/other')).json()).toEqual({ from: 'anything', value: 'other' });
  });

  test('wrong method, unknown route and unfit parameter are 404, HEAD and OPTIONS too', async () => {
    const requests: [string, string][] = [
      ['things:cancel', 'GET'],
      ['nowhere', 'GET'],
      ['echo/abc/x', 'GET'],
      ['echo/7/x', 'HEAD'],
      ['echo/7/x', 'OPTIONS'],
    ];
    for (const [route, method] of requests) expect((await call(route, { method })).status).toBe(404);
  });
});

test('a malformed address is 400', async () => {
  expect((await fetch(`${host.http}/admin/functions/%zz`)).status).toBe(400);
  expect((await fetch(`${host.http}/durabletask/instances/%zz`)).status).toBe(400);
});

describe('answers', () => {
  test('no result is 204, an empty object 200, bytes stay bytes, a stream is sent whole', async () => {
    expect((await call('nothing')).status).toBe(204);
    const empty = await call('emptyObject');
    expect([empty.status, await empty.text()]).toEqual([200, '']);
    expect([...new Uint8Array(await (await call('bytes')).arrayBuffer())]).toEqual([1, 2, 255]);
    expect(await (await call('stream')).text()).toBe('one two');
  });

  test('a handler that throws, or returns no response, is 500 with an empty body, and is logged', async () => {
    for (const route of ['throws', 'bareString', 'badStatus']) {
      const response = await call(route);
      expect([response.status, await response.text()]).toEqual([500, '']);
      expect(host.output()).toMatch(new RegExp(`\\[Error\\] ${route}: Executed \\(Failed`));
    }
  });

  test('each cookie is a set-cookie header of its own', async () => {
    expect((await call('cookies')).headers.getSetCookie()).toEqual([
      'a=1%202; max-age=60; path=/; samesite=strict; httponly',
      'b=x; path=/sub; secure; samesite=none',
    ]);
  });

  test('https answers with the given certificate, and the function sees https in its url', async () => {
    const ca = readFileSync(caFile);
    const body = await new Promise<string>((resolve, reject) => {
      https
        .get(`${host.https}/api/echo/1/x`, { ca, agent: false }, (response) => {
          let text = '';
          response.on('data', (part) => {
            text += part;
          });
          response.on('end', () => resolve(text));
        })
        .on('error', reject);
    });
    expect(JSON.parse(body)).toMatchObject({ url: `${host.https}/api/echo/1/x` });
  });
});

describe('the host itself', () => {
  test('the environment tells the app its host; settings give way to what is set, with a warning', async () => {
    const environment = await (await call('environment')).json();
    expect(environment).toEqual({
      hostname: `localhost:${new URL(host.http).port}`,
      environment: 'Development',
      root: path.join(__dirname, 'app'),
      set: 'yes',
      kept: 'from the environment',
    });
    expect(host.output()).toContain("Skipping 'KEPT' from local settings");
    expect(host.output()).not.toContain('from settings');
    expect(host.output()).not.toContain('héllo'); // a body
  });

  test('it prints its functions, http first, before it says that it is ready', () => {
    const output = host.output();
    expect(output).toContain(`\techo: [GET,POST,PUT,DELETE,PATCH] http://localhost:${new URL(host.http).port}/api/Echo/{id:int}/{*rest}`);
    expect(output.indexOf('\tnothing:')).toBeLessThan(output.indexOf('\tchain: orchestrationTrigger'));
    expect(output.indexOf('Functions:')).toBeLessThan(output.indexOf('Host ready {'));
  });

  test('admin lists functions and fires timers', async () => {
    const admin = (route: string, init?: RequestInit) => fetch(`${host.http}/admin/${route}`, init);
    const list = (await (await admin('functions')).json()) as { name: string }[];
    expect(list.map(({ name }) => name)).toContain('everyHour');
    expect(await (await admin('functions/everyhour')).json()).toMatchObject({
      name: 'everyHour',
      config: { bindings: [{ type: 'timerTrigger' }] },
    });
    const fire = (name: string, body?: string) => admin(`functions/${name}`, { method: 'POST', body });
    expect((await fire('nobody', '{}')).status).toBe(404);
    expect((await fire('everyHour')).status).toBe(400);
    expect((await fire('hello', '{}')).status).toBe(501);
    expect((await fire('everyHour', '{"input":""}')).status).toBe(202);
    const fired = await timerRun('everyHour');
    expect(fired).toMatchObject({
      isPastDue: false,
      schedule: { adjustForDST: true },
      scheduleStatus: { last: '0001-01-01T00:00:00+00:00' },
    });
    expect(await (await admin('host/status')).json()).toMatchObject({ state: 'Running' });
    expect((await admin('host/ping', { method: 'POST' })).status).toBe(200);
  });

  test('a timer runs on its schedule, without a status when it runs more often than once a minute', async () => {
    expect(await timerRun('everySecond')).toMatchObject({ isPastDue: false, scheduleStatus: null });
  });

  test('what can not work is said at start: a taken port, no store, a missing entry file', async () => {
    const { port } = new URL(host.http);
    const other = store.connectionString.replace(/TableEndpoint=[^;]+/, 'TableEndpoint=http://127.0.0.1:9/devstoreaccount1');
    const attempts = [
      { storage: other, args: [], message: /store at .* does not answer/ },
      { storage: '', args: [], message: /AzureWebJobsStorage is not set/ },
      { storage: store.connectionString, args: ['--port', 'x'], message: /--port is 'x'/ },
      { storage: store.connectionString, args: ['--https-port', port], message: /go together/ },
    ];
    for (const { storage, args, message } of attempts) {
      const { child, output } = spawnHost({ storage, args });
      expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(1);
      expect(output()).toMatch(message);
    }
  });

  test('thousands of requests do not grow its memory', async () => {
    const many = async (count: number) => {
      for (let sent = 0; sent < count; sent += 50)
        await Promise.all(Array.from({ length: 50 }, () => call('emptyObject').then((response) => response.text())));
    };
    const heapBytes = async () => ((await (await call('memory')).json()) as { heapUsed: number }).heapUsed;
    await many(1_000);
    const before = await heapBytes();
    await many(2_000);
    expect((await heapBytes()) - before).toBeLessThan(25_000_000); // without a forced collection the heap still breathes
  });
});

async function timerRun(name: string): Promise<Record<string, unknown>> {
  for (;;) {
    const runs = readLog().filter((entry) => entry.name === name);
    const last = runs.at(-1);
    if (last) return last.timer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function readLog(): { name: string; timer: Record<string, unknown> }[] {
  try {
    return readFileSync(timerLog, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { name: string; timer: Record<string, unknown> });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
