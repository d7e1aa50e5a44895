/** Random requests to every route in every api-version, on the running stack: no failure of the service, clear refusals, no secret told. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { migrationClient } from '../demo/client/migration-client';
import { problemsOfAnswer } from './fuzz/check-answer';
import { canary, type FuzzRequest, fuzzRequests, type KnownThings } from './fuzz/requests';
import { createSender } from './fuzz/send';
import type { Search } from './search';
import { type StackWorld, withStack } from './stack-world';

/** A batch ends at its first failure, which is made as small as possible; the next one goes on. */
const batchSize = 500;

export const fuzz: Search = ({ count, seed, say }) =>
  withStack(async (world) => {
    const requests = fuzzRequests(await knownThings(world));
    const sender = createSender();
    const failures: string[] = [];
    const answers = new Map<string, number>();
    let passed = 0;
    const check = async (request: FuzzRequest) => {
      const answer = await sender.send(world.stack.api, request);
      const problems = problemsOfAnswer(answer);
      if (problems.length) throw new Error(problems.join('; '));
      const kind = `${answer.status} ${/"code":"(\w+)"/.exec(answer.status < 400 ? '' : answer.text)?.[1] ?? ''}`.trim();
      answers.set(kind, (answers.get(kind) ?? 0) + 1);
      passed++;
    };
    try {
      for (let done = 0; done < count; done += batchSize) {
        const numRuns = Math.min(batchSize, count - done);
        const { failed, counterexample, errorInstance } = await fc.check(fc.asyncProperty(requests, check), { seed: seed + done, numRuns });
        if (failed)
          failures.push(
            `${shown(counterexample?.[0])}\n  ${errorInstance instanceof Error ? errorInstance.message : String(errorInstance)}`,
          );
        say(`  ${done + numRuns} requests, ${failures.length} failed`);
      }
      for (const [kind, often] of [...answers].sort(([a], [b]) => (a < b ? -1 : 1))) say(`  ${String(often).padStart(6)} ${kind}`);
      failures.push(...(await loggedSecrets(world.stack.data)));
    } finally {
      sender.close();
    }
    return { passed: Math.min(passed, count), failures };
  });

/** One migration that waits and one that ended, so that every route finds something. */
async function knownThings({ stack, source, target, sourceId, targetId }: StackWorld): Promise<KnownThings> {
  const client = migrationClient(stack.api, targetId);
  for (const server of [source, target]) await server.createDatabase('app');
  const passwords = { sourcePassword: source.login.password, targetPassword: target.login.password };
  const create = (name: string, dbsToMigrate: string[]) =>
    client.create(name, { sourceDbServerResourceId: sourceId, dbsToMigrate, ...passwords });
  const made = [await create('waits', ['app']), await create('fails', ['missing'])];
  return { targetId, names: made.map(({ name }) => name), ids: made.map(({ properties }) => properties.migrationId) };
}

const shown = (request: FuzzRequest | undefined) =>
  request
    ? `${request.method} ${request.path} ${JSON.stringify(request.headers)} ${request.body.toString('latin1').slice(0, 1_000)}`
    : 'no request';

async function loggedSecrets(data: string): Promise<string[]> {
  const folder = join(data, 'logs');
  const found: string[] = [];
  for (const file of await readdir(folder))
    if ((await readFile(join(folder, file), 'utf8')).includes(canary)) found.push(`${file} holds a secret`);
  return found;
}
