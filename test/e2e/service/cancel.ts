// A cancellation in the middle of a copy: quick, complete, and the target is as it was.

import { isTerminalEvent } from '../../../local/demo/client/subscriber';
import type { CloudEventJson } from '../../../shared/domain/events';
import { contentHash } from '../../support/content-hash';
import type { SourceAndTarget } from '../../support/source-and-target';
import { holdCopy } from '../support/hold-copy';
import { createLargeDatabase } from '../support/large-database';
import { leftBehind, nothingLeft } from '../support/left-behind';
import { peakMemoryMegabytes, tellsPeakMemory } from '../support/peak-memory';
import { openScene } from '../support/scene';
import type { Service } from '../support/service';
import { until, untilEnded } from '../support/until';

export function cancelling(service: Service, servers: SourceAndTarget): void {
  const mostMegabytes = 250;
  const megabytesBeforeCancel = 60;

  test('cancelled while it copies over an existing database, a migration ends Canceled and leaves nothing but the old database', async () => {
    const { source, target } = servers;
    await createLargeDatabase(source, 'archive', 150);
    await target.createDatabase('archive');
    await target.run(
      'archive',
      "CREATE TABLE kept (id int PRIMARY KEY, label text); INSERT INTO kept SELECT g, 'old ' || g FROM generate_series(1, 500) AS g",
    );
    const before = await contentHash(target, 'archive');
    const identity = () => target.run('postgres', "SELECT oid, datallowconn, datconnlimit FROM pg_database WHERE datname = 'archive'");
    const identityBefore = await identity();

    const { client, properties } = await openScene(service, source, target);
    const created = await client.create('archive', properties(['archive'], { overwriteDbsInTarget: 'True' }));
    const id = created.properties.migrationId;
    const release = await holdCopy(source, target, 'large', megabytesBeforeCancel);
    await client.patch('archive', { cancel: 'True' }).finally(release);
    const ended = await untilEnded(client, id);
    expect(ended).toMatchObject({ state: 'Canceled', cleanup: { state: 'Completed' }, databases: [{ state: 'Canceled' }] });

    expect(await leftBehind(service.endpoints, [source, target])).toEqual(nothingLeft);
    expect(await contentHash(target, 'archive')).toEqual(before);
    expect(await identity()).toEqual(identityBefore);
    const events: CloudEventJson[] = await client.events(id);
    expect(events.filter(isTerminalEvent)).toMatchObject([{ data: { state: 'Canceled' } }]);
    if (tellsPeakMemory) expect(await peakMemoryMegabytes(service.endpoints.pids.host)).toBeLessThan(mostMegabytes);
  });

  test('cancelled while it waits for an approval, a migration ends, and the database that was shown is as it was', async () => {
    const { source, target } = servers;
    for (const server of [source, target]) await server.createDatabase('shared');
    const { client, properties } = await openScene(service, source, target);
    const created = await client.create('shared', properties(['shared']));
    const id = created.properties.migrationId;
    await until(client, id, ({ state }) => state === 'WaitingForUserAction');

    await client.patch('shared', { cancel: 'True' });
    expect(await untilEnded(client, id)).toMatchObject({ state: 'Canceled', waits: [{ state: 'cancelled' }] });
    expect(await leftBehind(service.endpoints, [source, target])).toEqual(nothingLeft);
    expect((await client.events(id)).filter(isTerminalEvent)).toMatchObject([{ data: { state: 'Canceled' } }]);
  });
}
