/** A store that loses requests, or only its answers: the host neither loses nor doubles anything. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy';
import { endHostProcesses, type HostProcess, startHostProcess } from './host-process';
import { startTestStore, type TestStore } from './store';

let store: TestStore;
let proxy: FaultyProxy;
let host: HostProcess;
let effects: string;

beforeAll(async () => {
  store = await startTestStore();
  const tablePort = Number(/TableEndpoint=http:\/\/127\.0\.0\.1:(\d+)/.exec(store.connectionString)?.[1]);
  proxy = await startFaultyProxy(tablePort);
  effects = path.join(store.folder, 'effects.log');
  const storage = store.connectionString.replace(`:${tablePort}/`, `:${proxy.port}/`);
  host = await startHostProcess({ storage, environment: { SIDE_EFFECTS: effects } });
}, 30_000);

afterAll(async () => {
  await endHostProcesses();
  proxy.close();
  await store.stop();
});

test.each(['loseRequest', 'loseAnswer'] as const)(
  'with writes that end in %s, everything still happens once and in order',
  async (fault) => {
    let writes = 0;
    // Three in a row now and then, so that the SDK's own retries do not hide them.
    proxy.decide = () => (++writes % 17 < 4 ? fault : 'pass');
    const ids = Array.from({ length: 5 }, (_, index) => `${fault}-${index}`);
    await Promise.all(
      ids.map(async (id) => {
        await host.client('startNew', 'events', { instanceId: id, input: { count: 6 } });
        await host.client('startNew', 'longWork', { instanceId: `${id}-work`, input: { steps: 5, ms: 1, key: id } });
        for (let event = 0; event < 6; event++) await host.client('raiseEvent', id, 'e', event);
      }),
    );
    for (const id of ids) {
      expect((await host.ended(id)).output).toEqual([0, 1, 2, 3, 4, 5]);
      expect((await host.ended(`${id}-work`)).output).toEqual([0, 1, 2, 3, 4].map((step) => `${id}:${step}`));
    }
    proxy.decide = undefined;
    const lines = readFileSync(effects, 'utf8').split('\n');
    for (const id of ids)
      for (const step of [0, 1, 2, 3, 4]) expect(lines.filter((line) => line === `begin ${id}:${step}`)).toHaveLength(1);
    expect(fault === 'loseRequest' ? proxy.lost.requests : proxy.lost.answers).toBeGreaterThan(10);
  },
);
