// pgflex as it is used: every verb, as a process of its own, against the service with authentication on.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { localCredential } from '../../../local/demo/client/local-credential';
import type { SourceAndTarget } from '../../support/source-and-target';
import { temporaryDirectory } from '../../support/temporary-directory';
import { startScript } from '../start-command';
import { openScene, type Scene } from '../support/scene';
import type { Service } from '../support/service';
import { createSmallDatabase, hasDatabase, itemsIn } from '../support/small-database';

const main = join(dirname(dirname(startScript)), 'cli', 'main.js');
const escapeCode = String.fromCharCode(27);
const targetName = 'target-of-cli';

interface Ended {
  code: number | null;
  out: string;
  notes: string;
}

/** The util-linux one, which gives a command a terminal. */
const hasScript = (() => {
  try {
    return /util-linux/.test(execFileSync('script', ['--version'], { encoding: 'utf8' }));
  } catch {
    return false;
  }
})();

export function commandLine(service: Service, servers: SourceAndTarget): void {
  const folder = temporaryDirectory();
  let scene: Scene;
  let environment: NodeJS.ProcessEnv;
  const server = ['--name', targetName];
  const of = (name: string) => [...server, '--migration-name', name];

  beforeAll(async () => {
    scene = await openScene(service, servers.source, servers.target, targetName);
    environment = {
      PATH: process.env.PATH,
      HOME: folder(),
      PGFLEX_ENDPOINT: join(service.data, 'endpoints.json'),
      PGFLEX_CONFIG_DIR: join(folder(), 'config'),
      PGFLEX_SOURCE_PASSWORD: servers.source.login.password,
      PGFLEX_TARGET_PASSWORD: servers.target.login.password,
    };
    await Promise.all(['app', 'shop', 'spare'].map((name) => createSmallDatabase(servers.source, name)));
  });

  function start(args: string[], change: NodeJS.ProcessEnv = {}, command = [process.execPath, main]) {
    const [file = '', ...before] = command;
    const child = spawn(file, [...before, ...args], { cwd: folder(), env: { ...environment, ...change }, stdio: ['pipe', 'pipe', 'pipe'] });
    const ended = Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]).then(
      ([[code], out, notes]): Ended => ({ code, out, notes }),
    );
    return { child, ended };
  }
  const pgflex = (args: string[], change?: NodeJS.ProcessEnv) => start(args, change).ended;
  const json = async <T>(args: string[]): Promise<T> => JSON.parse((await pgflex([...args, '--output', 'json'])).out);
  const create = (name: string, databases: string[], ...more: string[]) =>
    pgflex(['migration', 'create', ...of(name), '--source', scene.sourceId, '--db-names', ...databases, ...more]);

  test('create from a file as az wrote it, watch without a terminal, show, list, report', async () => {
    await writeFile(
      join(folder(), 'old.json'),
      JSON.stringify({
        properties: {
          SourceDBServerResourceId: scene.sourceId,
          SecretParameters: {
            AdminCredentials: { SourceServerPassword: servers.source.login.password, TargetServerPassword: servers.target.login.password },
          },
          DBsToMigrate: ['app'],
          TriggerCutover: 'true',
          Unheard: 1,
        },
      }),
    );
    const withoutPasswords = { PGFLEX_SOURCE_PASSWORD: '', PGFLEX_TARGET_PASSWORD: '' };
    const created = await pgflex(
      ['migration', 'create', ...of('one'), '--properties', 'old.json', '--tags', 'team=data', '--watch'],
      withoutPasswords,
    );
    expect(created).toMatchObject({ code: 0, out: expect.stringMatching(/Succeeded[\s\S]*state +Succeeded[\s\S]*app +Succeeded +done/) });
    expect(created.out).not.toContain(escapeCode);
    expect(created.notes).toMatch(/does not know properties\.Unheard/i);

    const resource = await json<{ tags: object; properties: { migrationId: string; currentStatus: object } }>([
      'migration',
      'show',
      ...of('one'),
    ]);
    expect(resource).toMatchObject({ tags: { team: 'data' }, properties: { currentStatus: { state: 'Succeeded' } } });
    const id = resource.properties.migrationId;
    expect(await json(['migration', 'show', '--id', id, '--details'])).toMatchObject({ id, allowedActions: ['delete'] });
    expect((await pgflex(['migration', 'list', ...server, '--filter', 'All', '-o', 'tsv'])).out).toMatch(
      new RegExp(`^one\t${targetName}\tSucceeded\t.*${id}$`, 'm'),
    );
    expect(await json(['migration', 'list', '--state', 'Succeeded'])).toEqual(expect.arrayContaining([expect.objectContaining({ id })]));

    const [row = ''] = (await pgflex(['migration', 'report', '--id', id, '-o', 'tsv'])).out.split('\n');
    expect(row.split('\t').slice(0, 3)).toEqual(['app', expect.stringContaining('item'), '100']);
    expect(row).toContain('\tequal\t');
    await pgflex(['migration', 'report', '--id', id, '--html', 'report.html']);
    expect(await readFile(join(folder(), 'report.html'), 'utf8')).toMatch(/<html/i);
  });

  test('a wait ends watch --until-wait; approve shows, asks, and decides once for what was shown', async () => {
    expect(await create('two', ['app'])).toMatchObject({ code: 0 });
    expect(await pgflex(['migration', 'watch', ...of('two'), '--until-wait'])).toMatchObject({
      code: 5,
      out: expect.stringMatching(/pgflex migration approve --id/),
    });
    const shown = await pgflex(['migration', 'approve', ...of('two'), '-o', 'json']);
    expect(shown).toMatchObject({ code: 5, notes: expect.stringMatching(/Nothing was decided.*--yes --fingerprint/) });
    const { fingerprint, databases } = JSON.parse(shown.out);
    expect(databases).toEqual([expect.objectContaining({ name: 'app', tables: 1 })]);
    expect(await pgflex(['migration', 'approve', ...of('two'), '--yes', '--fingerprint', 'other'])).toMatchObject({ code: 1 });
    const approved = await pgflex(['migration', 'approve', ...of('two'), '--yes', '--fingerprint', fingerprint, '--reason', 'CHG0042']);
    expect(approved).toMatchObject({ code: 0, out: expect.stringMatching(/decided: overwrite[\s\S]*app/) });
    expect(await pgflex(['migration', 'watch', ...of('two')])).toMatchObject({ code: 0 });
    expect(await pgflex(['migration', 'approve', ...of('two'), '--yes'])).toMatchObject({
      code: 7,
      notes: expect.stringMatching(/waits for no approval/),
    });
  });

  test('update gives what a migration waits for; cancel, several at once, and delete', async () => {
    const named = ['migration', 'create', ...of('three'), '--source', scene.sourceId];
    const { properties } = await json<{ properties: { migrationId: string } }>(named);
    const { ended: interrupted, child } = start(['migration', 'watch', '--id', properties.migrationId]);
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    expect(await interrupted).toMatchObject({ code: 130, notes: expect.stringMatching(/goes on/) });
    expect(await pgflex(['migration', 'update', ...of('three')])).toMatchObject({ code: 2 });
    expect(await pgflex(['migration', 'update', ...of('three'), '--cutover'])).toMatchObject({
      code: 1,
      notes: expect.stringMatching(/no cutover/),
    });
    expect(await pgflex(['migration', 'update', ...of('three'), '--db-names', 'shop'])).toMatchObject({ code: 0 });
    expect(await pgflex(['migration', 'watch', ...of('three')])).toMatchObject({ code: 0 });
    expect(await itemsIn(servers.target, 'shop')).toBe(100);

    await create('four', ['shop']);
    expect(await pgflex(['migration', 'cancel', ...of('four')])).toMatchObject({ code: 0 });
    expect(await pgflex(['migration', 'watch', ...of('four')])).toMatchObject({ code: 4 });
    const many = await pgflex(['migration', 'cancel', '--ids', properties.migrationId, '-o', 'tsv']);
    expect(many).toMatchObject({ code: 1, out: expect.stringMatching(/^\S+\tthree\t409\tOperationNotAllowed/) });
    expect(await pgflex(['migration', 'delete', ...of('four')])).toMatchObject({ code: 2 });
    expect(await pgflex(['migration', 'delete', ...of('four'), '--yes'])).toMatchObject({ code: 0 });
    expect(await pgflex(['migration', 'show', ...of('four')])).toMatchObject({ code: 7, notes: expect.stringMatching(/four/) });
  });

  test('check, estimate and plan move nothing and leave nothing', async () => {
    const between = [...server, '--source', scene.sourceId];
    expect(await pgflex(['check', ...between, '--db-names', 'spare'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Nothing keeps a migration/),
    });
    const missing = await pgflex(['check', ...between, '--db-names', 'nowhere', '-o', 'tsv']);
    expect(missing).toMatchObject({ code: 3, out: expect.stringMatching(/^error\tSOURCE_DATABASE_MISSING\tnowhere\t/) });
    const list = await json<{ name: string }[]>(['migration', 'list', ...server, '--filter', 'All']);
    expect(list.filter(({ name }) => name.startsWith('check-'))).toEqual([]);
    const estimate = await json<object>(['estimate', ...between, '--db-names', 'spare']);
    expect(estimate).toMatchObject({ databases: [{ name: 'spare', tables: 1 }], total: { seconds: expect.any(Number) } });
    const { migrations } = await json<{ migrations: { dbsToMigrate: string[] }[] }>(['plan', '--source', scene.sourceId]);
    expect(migrations.flatMap(({ dbsToMigrate }) => dbsToMigrate)).toEqual(expect.arrayContaining(['app', 'shop', 'spare']));
    expect(await hasDatabase(servers.target, 'spare')).toBe(false);
  });

  test('a password on the command line works with a warning, a file without; none is an error, and none is ever shown', async () => {
    const { password } = servers.source.login;
    await writeFile(join(folder(), 'password'), `${password}\n`);
    const plan = ['plan', '--source', scene.sourceId, '--db-names', 'app', '--source-password'];
    const unset = { PGFLEX_SOURCE_PASSWORD: '' };
    const [given, fromFile, missing] = await Promise.all([
      pgflex([...plan, password], unset),
      pgflex([...plan, '@password'], unset),
      pgflex(plan.slice(0, -1), unset),
    ]);
    expect(given).toMatchObject({ code: 0, notes: expect.stringMatching(/^Warning: --source-password/) });
    expect(fromFile).toMatchObject({ code: 0, notes: '' });
    expect(missing).toMatchObject({ code: 2, notes: expect.stringMatching(/PGFLEX_SOURCE_PASSWORD/) });
    expect(JSON.stringify([given, fromFile, missing])).not.toContain(password);
  });

  test('who may only read is told so; login by the environment, a device code and az; logout leaves nothing', async () => {
    const { reader, operator } = service.endpoints.clients;
    const as = ({ clientId, clientSecret }: typeof reader) => ({
      AZURE_TENANT_ID: service.endpoints.tenantId,
      AZURE_CLIENT_ID: clientId,
      AZURE_CLIENT_SECRET: clientSecret,
    });
    const cancel = ['migration', 'cancel', '--ids', 'any'];
    const refused = await pgflex(cancel, as(reader));
    expect(refused).toMatchObject({ code: 6, notes: expect.stringMatching(/AuthorizationFailed.*Migrations\.Write/) });

    expect(await pgflex(['login', '--method', 'environment'], as(operator))).toMatchObject({
      code: 0,
      notes: expect.stringMatching(/Signed in/),
    });
    expect((await pgflex(['migration', 'list'])).code).toBe(6); // as the environment says, which says nothing now
    const byCode = await pgflex(['login']);
    expect(byCode).toMatchObject({ code: 0, notes: expect.stringMatching(/no code has to be entered[\s\S]*Signed in \(device-code\)/) });
    expect((await pgflex(['migration', 'list', ...server])).code).toBe(0); // with the token that was kept
    for (const file of await readdir(join(folder(), 'config')))
      expect((await stat(join(folder(), 'config', file))).mode & 0o777).toBe(0o600);
    // The command az, as far as the credential calls it.
    const credential = localCredential(service.endpoints, await readFile(service.endpoints.caFile, 'utf8'), 'reader');
    const { token } = await credential.getToken(service.endpoints.tokenScope);
    const bin = join(folder(), 'bin');
    await mkdir(bin, { recursive: true });
    await writeFile(
      join(bin, 'az'),
      `#!/bin/sh\necho '${JSON.stringify({ accessToken: token, expiresOn: '2099-01-01 00:00:00.000000', expires_on: 4070908800 })}'\n`,
    );
    await chmod(join(bin, 'az'), 0o755);
    const az = { PATH: `${bin}:${process.env.PATH}` };
    expect(await pgflex(['login', '--method', 'az'], az)).toMatchObject({ code: 0 });
    expect(await pgflex(cancel, az)).toMatchObject({ code: 6 });
    expect(await pgflex(['logout'])).toMatchObject({ code: 0 });
    expect(await readdir(folder())).not.toContain('config');
  });

  test('no service, a wrong one, and a wrong command line have codes of their own', async () => {
    const [none, plain, away, wrong, file] = await Promise.all([
      pgflex(['migration', 'list'], { PGFLEX_ENDPOINT: '' }),
      pgflex(['migration', 'list', '--endpoint', 'http://example.com']),
      pgflex(['migration', 'list', '--endpoint', 'http://127.0.0.1:1']),
      pgflex(['migration', 'create', '--migration-mode', 'sideways']),
      pgflex(['migration', 'create', ...of('five'), '--properties', 'none.json']),
    ]);
    expect(none).toMatchObject({ code: 2, notes: expect.stringMatching(/--endpoint/) });
    expect(plain).toMatchObject({ code: 2, notes: expect.stringMatching(/https/) });
    expect(away).toMatchObject({ code: 8, notes: expect.stringMatching(/ECONNREFUSED/) });
    expect(wrong).toMatchObject({ code: 2, notes: expect.stringMatching(/Allowed choices are offline, online/) });
    expect(file).toMatchObject({ code: 2, notes: expect.stringMatching(/none\.json/) });
  });

  (hasScript ? test : test.skip)(
    'on a terminal: a password is asked for and not shown, progress is bars, a question is asked',
    async () => {
      const terminal = (line: string, change: NodeJS.ProcessEnv = {}) =>
        start([], { TERM: 'xterm', ...change }, [
          'script',
          '--quiet',
          '--return',
          '--command',
          `${process.execPath} ${main} ${line}`,
          '/dev/null',
        ]);
      const asking = terminal(`migration create ${of('six').join(' ')} --source ${scene.sourceId} --db-names spare --watch`, {
        PGFLEX_SOURCE_PASSWORD: '',
      });
      asking.child.stdout.once('data', () => asking.child.stdin.write(`${servers.source.login.password}\n`));
      const created = await asking.ended;
      expect(created.code).toBe(0);
      expect(created.out).toMatch(/Password of the source server:/);
      expect(created.out).toContain(`${escapeCode}[`);
      expect(created.out).not.toContain(servers.source.login.password);
      const question = terminal(`migration delete ${of('six').join(' ')}`);
      question.child.stdout.once('data', () => question.child.stdin.write('n\n'));
      expect(await question.ended).toMatchObject({
        code: 5,
        out: expect.stringMatching(/Delete the migration 'six'\?.*Nothing was deleted/s),
      });
    },
  );
}
