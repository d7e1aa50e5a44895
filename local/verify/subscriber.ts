/** A subscriber that reads only the topic knows of every migration what GET says, although the bus is away for a minute in the middle. */
import { readFile } from 'node:fs/promises';
import { localCredential } from '../demo/client/local-credential';
import { migrationClient } from '../demo/client/migration-client';
import { requestJson } from '../demo/client/request-json';
import { isTerminalEvent } from '../demo/client/subscriber';
import { pick, randomOf } from './random';
import type { Search } from './search';
import { type StackWorld, withStack } from './stack-world';
import { driveMigration, endings } from './subscriber/drive-migration';
import { followTopic } from './subscriber/follow-topic';
import { differencesOf } from './subscriber/rebuild-state';

const atOnce = 6;
/** A minute for 200 migrations; a few migrations would be over before a minute was. */
const outageSeconds = (count: number) => Math.min(60, Math.max(2, Math.ceil(count * 0.3)));
/** After an outage the reconciler flushes every 30 s, at the latest. */
const eventPatienceMs = 120_000;

export const subscriber: Search = ({ count, seed, say }) =>
  withStack(async (world) => {
    const random = randomOf(seed);
    const wanted = Array.from({ length: count }, (_, index) => ({ name: `told-${index}`, ending: pick(random, endings) }));
    const follower = followTopic(world.stack);
    const failures: string[] = [];
    const ended: { name: string; id: string }[] = [];
    try {
      let next = 0;
      const work = async () => {
        for (let index = next++; index < count; index = next++) {
          if (index === Math.floor(count / 2)) await beginOutage(world, outageSeconds(count));
          const one = wanted[index];
          if (!one) return;
          const id = await driveMigration(world, one.name, one.ending).catch(
            (error: Error) => void failures.push(`${one.name} (${one.ending}): ${error.message}`),
          );
          if (id) ended.push({ name: `${one.name} (${one.ending})`, id });
        }
      };
      await Promise.all(Array.from({ length: Math.min(atOnce, count) }, work));
      say(`  ${ended.length} migrations ended while the bus was away for ${outageSeconds(count)} s in the middle`);
      const api = migrationClient(world.stack.api, world.targetId);
      for (const { name, id } of ended) {
        const told = await follower.until(id, isTerminalEvent, eventPatienceMs);
        const problems = told ? differencesOf(follower.events(id), await api.overview(id)) : ['its end was never told'];
        if (problems.length) failures.push(`${name}: ${problems.join('; ')}`);
      }
      const events = ended.reduce((sum, { id }) => sum + follower.events(id).length, 0);
      say(`  ${events} events received; the subscriber's connection broke ${follower.breaks()} times`);
    } finally {
      await follower.close();
    }
    return { passed: count - failures.length, failures };
  });

async function beginOutage({ stack }: StackWorld, seconds: number): Promise<void> {
  const ca = await readFile(stack.caFile, 'utf8');
  const { token } = await localCredential(stack, ca).getToken(stack.tokenScope);
  const { status, text } = await requestJson(`${stack.arm}/_local/outage`, {
    method: 'POST',
    body: { service: 'serviceBus', seconds },
    headers: { authorization: `Bearer ${token}` },
    ca,
  });
  if (status >= 300) throw new Error(`The outage was refused: ${status} ${text}`);
}
