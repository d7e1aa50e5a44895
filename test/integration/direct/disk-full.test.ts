// A target whose disk is full: what is finished stays, the rest waits, and goes on when there is room.
import { execFileSync } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverUser } from '../../../local/postgres/server-user';
import { ledgerSchema, temporaryDatabaseName } from '../../../shared/domain/names';
import { advance } from '../../../shared/engines/direct/advance';
import { release } from '../../../shared/engines/direct/release';
import type { DatabaseJob } from '../../../shared/engines/engine';
import { contentHash } from '../../support/content-hash';
import { sourceAndTarget } from '../../support/source-and-target';
import { contextFor, runJob } from './run-job';
import { stallableSource } from './stallable-source';

const servers = sourceAndTarget();
const app = stallableSource(servers);
const temporary = (job: DatabaseJob) => temporaryDatabaseName(job.migrationId, 0);

/** Runs the job to its end, and expects the whole content, and a report that tells of the full disk. */
async function expectToGoOn(job: DatabaseJob): Promise<Record<string, number>> {
  const ended = await runJob(job);
  if (ended.state !== 'Succeeded') throw new Error(JSON.stringify(ended));
  await release(job);
  expect(await contentHash(servers.target, job.database)).toEqual(await contentHash(servers.source, job.database));
  expect(ended.report.findings).toEqual([expect.stringMatching(/^The disk of the target was full at .* went on when there was room/)]);
  return Object.fromEntries(ended.report.tables.map(({ name, attempts }) => [name, attempts]));
}

describe('where the server says that its disk is full', () => {
  /** What PostgreSQL says, by a trigger: any user can have that. */
  const fill = (job: DatabaseJob) =>
    servers.target.run(
      temporary(job),
      `create function fill() returns trigger language plpgsql as $$ begin
         raise exception using errcode = 'disk_full', message = 'could not extend file "base/1/2": No space left on device'; end $$;
       create trigger fill before insert on small for each row execute function fill()`,
    );

  test('the database waits, more often than a unit may fail, and goes on when there is room', async () => {
    const job = await app.begunJob();
    await fill(job);
    const seen = contextFor();
    for (let call = 0; call < 7; call++) {
      const answer = await advance(job, seen);
      expect(answer).toEqual({ kind: 'notYet', retryAfterMs: expect.any(Number) });
    }
    expect(seen.progress.at(-1)).toMatchObject({ phase: 'noRoom' });
    await servers.target.run(temporary(job), 'drop function fill() cascade');
    expect(await expectToGoOn(job)).toMatchObject({ '"public"."small"': 1 });
  });

  test('after an hour without room it fails, naming what did not fit, and release leaves nothing', async () => {
    const job = await app.begunJob();
    await fill(job);
    expect(await advance(job, contextFor())).toMatchObject({ kind: 'notYet' });
    const hourAgo = new Date(Date.now() - 3_601_000).toISOString();
    await servers.target.run(
      temporary(job),
      `update ${ledgerSchema(job.migrationId)}.fact set value = jsonb_set(value::jsonb, '{since}', '"${hourAgo}"') where name = 'disk full'`,
    );
    const ended = await runJob(job);
    expect(ended).toMatchObject({ state: 'Failed', error: { code: 'TARGET_DISK_FULL', objects: ['"public"."small"'], retryable: true } });
    expect(ended).toMatchObject({ error: { message: expect.stringContaining(`no room on the target since ${hourAgo}`) } });
    await release(job);
    await app.expectNothingLeft();
  });
});

/** Root may mount a file system of a few megabytes; where that is forbidden, the test shows as skipped. */
function mountsSmallDisks(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

(mountsSmallDisks() ? test : test.skip)(
  'on a disk that is really full, nothing is lost, and the copy goes on when it is enlarged',
  async () => {
    const { target } = servers;
    const job = await app.begunJob();
    const disk = await mkdtemp(join(tmpdir(), 'pgflex-disk-'));
    const mount = (options: string) => execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]);
    mount('size=20m');
    try {
      const user = serverUser();
      if (user) await chown(disk, user.uid, user.gid);
      await target.run('postgres', `create tablespace tiny location '${disk}'`, { as: 'superuser' });
      await target.run('postgres', `alter database ${temporary(job)} set tablespace tiny`, { as: 'superuser' });
      expect(await advance(job, contextFor())).toMatchObject({ kind: 'notYet', retryAfterMs: expect.any(Number) });
      mount('remount,size=200m');
      expect(await expectToGoOn(job)).toMatchObject({ '"public"."large"': 1, '"public"."small"': 1 });
    } finally {
      await target.run('postgres', `drop database if exists ${job.database}`, { as: 'superuser' });
      await target.run('postgres', `drop database if exists ${temporary(job)}`, { as: 'superuser' });
      await target.run('postgres', 'drop tablespace if exists tiny', { as: 'superuser' });
      execFileSync('umount', ['-l', disk]);
      await rm(disk, { recursive: true, force: true });
    }
  },
);
