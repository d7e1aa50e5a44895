// kill -9 of the functions host in the middle of a copy: the next start goes on by itself, and nothing is lost, doubled or done again.
import { compareDatabases } from '../../../local/demo/compare/compare-databases';
import type { SourceAndTarget } from '../../support/source-and-target';
import { holdCopy } from '../support/hold-copy';
import { createLargeDatabase } from '../support/large-database';
import { leftBehind, nothingLeft } from '../support/left-behind';
import { peakMemoryMegabytes, tellsPeakMemory } from '../support/peak-memory';
import { openScene } from '../support/scene';
import type { Service } from '../support/service';
import { until, untilEnded } from '../support/until';

const smallTables = 3;
const megabytesBeforeKill = 60;
const mostMegabytes = 250;
const timeoutMs = 150_000; // it takes 20 s on a quiet machine

export function killing(service: Service, servers: SourceAndTarget): void {
  test(
    'a migration whose host is killed while it copies goes on with the next start and succeeds',
    async () => {
      const { source, target } = servers;
      await createLargeDatabase(source, 'archive', 320, smallTables);
      const { client, properties } = await openScene(service, source, target);
      const created = await client.create('killed', properties(['archive']));
      const id = created.properties.migrationId;
      const release = await holdCopy(source, target, 'large', megabytesBeforeKill);
      try {
        await until(client, id, ({ databases }) => databases[0]?.tablesDone === smallTables);
        if (tellsPeakMemory) expect(await peakMemoryMegabytes(service.endpoints.pids.host)).toBeLessThan(mostMegabytes);
        process.kill(service.endpoints.pids.host, 'SIGKILL');
      } finally {
        release();
      }
      expect(await service.run.exited).toBe(1);
      expect(service.run.output()).toMatch(/functions host has ended by itself \(SIGKILL\)/);

      await service.startAgain();
      const ended = await untilEnded(client, id);
      expect(ended).toMatchObject({ state: 'Succeeded', cleanup: { state: 'Completed' } });
      expect((await compareDatabases(source, target, ['archive'])).differences).toEqual([]);
      const [report] = (await client.report(id)).databases;
      const attempts = Object.fromEntries((report?.tables ?? []).map(({ name, attempts: count }) => [name, count]));
      const once = Object.fromEntries(Array.from({ length: smallTables }, (_, index) => [`"public"."small_${index + 1}"`, 1]));
      expect(attempts).toEqual({ ...once, '"public"."large"': 2 });
      expect(await leftBehind(service.endpoints, [source, target])).toEqual(nothingLeft);
      if (tellsPeakMemory) expect(await peakMemoryMegabytes(service.endpoints.pids.host)).toBeLessThan(mostMegabytes);
    },
    timeoutMs,
  );
}
