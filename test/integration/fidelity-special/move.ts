// Moves one database as the product does: pre-flight first, then the engine, then its clean-up.
import { availableMajors } from '../../../local/postgres/installations';
import { release } from '../../../shared/engines/direct/release';
import type { DatabaseReport } from '../../../shared/engines/engine';
import type { Finding } from '../../../shared/rules/rule';
import { contentHash } from '../../support/content-hash';
import { runPreflight } from '../../support/run-preflight';
import type { SourceAndTarget } from '../../support/source-and-target';
import { type Ended, jobFor, runJob } from '../direct/run-job';

/** The oldest major that npm has from the wanted one on: it has all of them for Linux on x64 only. */
export function atLeast(major: number): number {
  return availableMajors().find((available) => available >= major) ?? major;
}

export function findingsOf({ source, target }: SourceAndTarget, database: string): Promise<Finding[]> {
  return runPreflight({ server: source }, { server: target }, [database]);
}

/** Whatever comes of it; nothing of the engine's stays. */
export async function tryToMove({ source, target }: SourceAndTarget, database: string): Promise<Ended> {
  const job = jobFor(source, target, database);
  const ended = await runJob(job);
  await release(job);
  return ended;
}

/** Pre-flight lets it pass, it arrives, and its rows are the same by a way that shares nothing with the engine. */
export async function move(servers: SourceAndTarget, database: string): Promise<{ report: DatabaseReport; warnings: Finding[] }> {
  const warnings = await findingsOf(servers, database);
  expect(warnings.filter(({ severity }) => severity === 'error')).toEqual([]);
  const ended = await tryToMove(servers, database);
  if (ended.state !== 'Succeeded') throw new Error(`${database}: ${JSON.stringify(ended)}`);
  expect(await contentHash(servers.target, database)).toEqual(await contentHash(servers.source, database));
  return { report: ended.report, warnings };
}
