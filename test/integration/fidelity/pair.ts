// Runs all fixtures over one pair of versions: loaded into one database, migrated once, then one test per fixture.
import type { Client } from 'pg';
import { availableMajors } from '../../../local/postgres/installations';
import { release } from '../../../shared/engines/direct/release';
import type { DatabaseReport } from '../../../shared/engines/engine';
import { sourceAndTarget } from '../../support/source-and-target';
import { jobFor, runJob } from '../direct/run-job';
import { allFixtures } from './all-fixtures';
import { checkFixture, sideOf } from './check-fixture';
import { fits } from './fixture';
import { loadFixtures, prepareTarget } from './load-fixtures';

const database = 'app';
const setUpTimeoutMs = 120_000; // a few seconds, but other suites may use both cores

/** Call it at the top of a test file. `since`: only fixtures of what came with that major or later. */
export function fidelitySuite(sourceMajor: number, targetMajor: number, since = 0): void {
  const isInstalled = [sourceMajor, targetMajor].every((major) => availableMajors().includes(major));
  (isInstalled ? describe : describe.skip)(`from PostgreSQL ${sourceMajor} to ${targetMajor}`, () => {
    const fixtures = allFixtures.filter((fixture) => fits(fixture, sourceMajor) && (fixture.since ?? 0) >= since);
    const servers = sourceAndTarget({ sourceMajor, targetMajor });
    let report: DatabaseReport;
    const sessions: Partial<Record<'source' | 'target', Client>> = {};

    beforeAll(async () => {
      const { source, target } = servers;
      await prepareTarget(target, fixtures);
      await source.createDatabase(database);
      await loadFixtures(source, database, fixtures);
      const job = jobFor(source, target, database);
      const ended = await runJob(job);
      await release(job);
      if (ended.state !== 'Succeeded')
        throw new Error(`The migration ended ${ended.state === 'Failed' ? JSON.stringify(ended.error) : ended.state}.`);
      report = ended.report;
      sessions.source = await source.connect(database);
      sessions.target = await target.connect(database);
    }, setUpTimeoutMs);
    afterAll(() => Promise.all(Object.values(sessions).map((session) => session.end())));

    test.each(fixtures.map((fixture) => [fixture.row, fixture.test, fixture] as const))('%s: %s', async (_row, _test, fixture) => {
      const source = await sideOf(sessions.source, fixture);
      const target = await sideOf(sessions.target, fixture);
      await checkFixture(fixture, { source, target, report });
    });
  });
}
