// A source whose large table stops in the middle of its copy, for tests of what happens then.
import { advance } from '../../../shared/engines/direct/advance';
import { release } from '../../../shared/engines/direct/release';
import type { DatabaseJob } from '../../../shared/engines/engine';
import { contentHash } from '../../support/content-hash';
import type { SourceAndTarget } from '../../support/source-and-target';
import { contextFor, jobFor, runJob } from './run-job';
import { type StallingProxy, stallingProxy } from './stalling-proxy';

export interface StallableSource {
  /** Of the test at hand: each has one of its own, so that one failure is one failure. */
  readonly database: string;
  job(): DatabaseJob;
  /** A job whose copy of the large table stops until the proxy is opened. */
  stallingJob(): Promise<{ job: DatabaseJob; proxy: StallingProxy }>;
  /** A job of which only the schema has arrived. */
  begunJob(): Promise<DatabaseJob>;
  /** Runs a job to its end without the proxy, and compares all content; returns the attempts by table. */
  finish(job: DatabaseJob): Promise<Record<string, number>>;
  expectNothingLeft(): Promise<void>;
}

/** Everything else on one connection is less. */
const stallBytes = 6_000_000;

/** Call it at the top of a test file. */
export function stallableSource(servers: SourceAndTarget): StallableSource {
  const proxies: StallingProxy[] = [];
  let number = 0;
  const name = () => `app_${number}`;

  beforeAll(async () => {
    await servers.source.createDatabase('app');
    await servers.source.run(
      'app',
      `create table large (id int primary key, filler text);
       insert into large select i, repeat(md5(i::text), 8) from generate_series(1, 60000) i;
       create table small (id int primary key, note text);
       insert into small select i, 'é' || i from generate_series(1, 500) i`,
    );
  });
  beforeEach(async () => {
    number++;
    await servers.source.run('postgres', `create database ${name()} template app`);
  });
  afterEach(() => {
    for (const proxy of proxies.splice(0)) proxy.close();
  });

  const job = () => jobFor(servers.source, servers.target, name());
  return {
    get database() {
      return name();
    },
    job,
    async stallingJob() {
      const proxy = await stallingProxy(servers.source.port, stallBytes);
      proxies.push(proxy);
      const straight = job();
      return { job: { ...straight, source: { ...straight.source, port: proxy.port } }, proxy };
    },
    async begunJob() {
      const begun = job();
      expect(await advance(begun, contextFor({ softDeadline: new Date(0) }))).toEqual({ kind: 'more' });
      return begun;
    },
    async finish(begun) {
      const ended = await runJob({ ...begun, source: { ...begun.source, port: servers.source.port } });
      if (ended.state !== 'Succeeded') throw new Error(JSON.stringify(ended));
      await release(begun);
      expect(await contentHash(servers.target, name())).toEqual(await contentHash(servers.source, name()));
      return Object.fromEntries(ended.report.tables.map(({ name: table, attempts }) => [table.replaceAll('"', ''), attempts]));
    },
    async expectNothingLeft() {
      const databases = `select datname from pg_database where datname like 'pgflex%' or datname = '${name()}'`;
      expect(await servers.target.run('postgres', databases)).toEqual([]);
      for (const server of [servers.source, servers.target]) {
        const sessions = `select application_name, query from pg_stat_activity where application_name like 'pgflex:%'`;
        expect(await server.run('postgres', sessions, { as: 'superuser' })).toEqual([]);
      }
    },
  };
}
