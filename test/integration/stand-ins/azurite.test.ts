// Azurite as start and the other tests use it: shared by folder, outliving its starter, losing nothing at a clean stop.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TableClient } from '@azure/data-tables';
import { type Azurite, ensureAzurite } from '../../../local/azurite/ensure-azurite';

let directory: string;
const started: Azurite[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pgflex-azurite-'));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((azurite) => azurite.stop()));
  await rm(directory, { recursive: true, force: true });
});

test('callers at the same time share one process, and a clean stop keeps what was written', async () => {
  const all = await Promise.all([start(), start(), start()]);
  const first = all[0] as Azurite;
  expect(new Set(all.map(({ pid }) => pid)).size).toBe(1);
  expect(all.filter(({ adopted }) => !adopted)).toHaveLength(1);

  const table = tableAt(first);
  await table.createTable();
  await table.createEntity({ partitionKey: 'p', rowKey: 'r', text: 'kept' });
  await first.stop();
  await first.exited;

  const again = await start();
  expect(again.adopted).toBe(false);
  expect(again.connectionString).toBe(first.connectionString);
  expect(await tableAt(again).getEntity('p', 'r')).toMatchObject({ text: 'kept' });
});

test('one that runs is taken over; when it has been killed, a new one comes', async () => {
  const first = await start();
  const second = await start();
  expect(second).toMatchObject({ adopted: true, pid: first.pid, connectionString: first.connectionString });

  process.kill(second.pid, 'SIGKILL');
  await first.exited;
  const third = await start();
  expect(third.adopted).toBe(false);
  expect(third.pid).not.toBe(second.pid);
});

async function start(): Promise<Azurite> {
  const azurite = await ensureAzurite({ directory });
  started.push(azurite);
  return azurite;
}

function tableAt({ connectionString }: Azurite): TableClient {
  return TableClient.fromConnectionString(connectionString, 'things', { allowInsecureConnection: true });
}
