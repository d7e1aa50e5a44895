// Passwords are in Key Vault and nowhere else: not in tables, blobs, queues, logs, events, answers or the history of orchestrations.
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { requestJson } from '../../../local/demo/client/request-json';
import { newestMajor, sourceMajor } from '../../../local/postgres/installations';
import type { PostgresServer } from '../../../local/postgres/postgres-server';
import { startPostgres } from '../../../local/postgres/start-postgres';
import { openScene, type Scene } from '../support/scene';
import type { Service } from '../support/service';
import { until, untilEnded } from '../support/until';

export function canaries(service: Service): void {
  /** Every kind of character that some encoding writes otherwise. */
  const canaries = {
    source: `canary-source-7f3a "quoted" \\ % & + / ? = é ' ;`,
    target: `canary-target-91bc "quoted" \\ % & + / ? = ü ' ;`,
    aad: 'canary-aad-55de~"quoted"\\%&+/?=',
  };

  let ended: string[] = [];
  let source: PostgresServer;
  let target: PostgresServer;
  let scene: Scene;

  beforeAll(async () => {
    [source, target] = await Promise.all([
      startPostgres({ major: sourceMajor(), passwords: { login: canaries.source } }),
      startPostgres({ major: newestMajor(), passwords: { login: canaries.target } }),
    ]);
    scene = await openScene(service, source, target);
  }, 60_000);
  afterAll(() => Promise.all([source?.stop(), target?.stop()]));

  test('after a migration that succeeded, one that failed and one that waits, no password is found outside of Key Vault', async () => {
    for (const server of [source, target]) await server.createDatabase('existing');
    await source.createDatabase('app');
    await source.run('app', 'CREATE TABLE t (id int); INSERT INTO t VALUES (1)');
    const { client, properties } = scene;
    const answers: string[] = [];
    const create = async (name: string, database: string, change: object = {}) => {
      const created = await client.create(name, { ...properties([database]), ...change });
      answers.push(JSON.stringify(created));
      return created.properties.migrationId;
    };
    const succeeded = await create('right', 'app');
    const failed = await create('wrong-password', 'app2', { sourcePassword: canaries.target });
    const waiting = await create('waits', 'existing', { more: { secretParameters: await secretsWithApp() } });
    expect(await untilEnded(client, succeeded)).toMatchObject({ state: 'Succeeded' });
    expect(await untilEnded(client, failed)).toMatchObject({ state: 'Failed', error: { code: 'LOGIN_FAILED' } });
    ended = [succeeded, failed];
    await until(client, waiting, ({ state }) => state === 'WaitingForUserAction');
    answers.push(...(await refusedPut()));

    for (const id of [succeeded, failed, waiting]) {
      answers.push(JSON.stringify([await client.overview(id), await client.report(id), await client.events(id)]), await reportPage(id));
    }
    const spoken = Buffer.from([...answers, service.run.output()].join('\n'));
    expect(canariesIn(spoken)).toEqual([]);

    const { files, found } = await searchFolder(service.data);
    expect(files).toBeGreaterThan(10);
    expect(found.filter(({ file }) => !file.startsWith(`key-vault${sep}`))).toEqual([]);
    // Those of the waiting migration: the search does find what is there.
    expect([...new Set(found.flatMap((file) => file.canaries))].sort()).toEqual(['aad', 'source', 'target']);
  });

  test('each event of these migrations is a line of the log, for alerts and the workbook', async () => {
    expect(ended).toHaveLength(2);
    for (const id of ended) {
      const expected = (await scene.client.events(id)).map((event) => event.id);
      let told: string[] = [];
      // The last one is sent right after the state can be seen.
      for (let attempt = 0; attempt < 100 && told.length < expected.length; attempt++) {
        if (attempt > 0) await delay(100);
        const log = await readFile(join(service.data, 'logs', 'host.log'), 'utf8');
        told = [...log.matchAll(/event (\{"id":.*\})$/gm)]
          .map(([, line = '']) => JSON.parse(line).id)
          .filter((event) => event.startsWith(id));
      }
      expect(told).toEqual(expected);
    }
  });

  async function reportPage(id: string): Promise<string> {
    const { status, headers, text } = await requestJson(`${service.endpoints.api}/api/migrations/${id}/report?format=html`);
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'text/html; charset=utf-8' });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(text).toMatch(/^<!doctype html>[\s\S]*<\/html>\s*$/);
    expect(text).toContain(id);
    return text;
  }

  /** With the secret of an Azure AD app that the local Entra ID knows and that may reach both servers. */
  async function secretsWithApp(): Promise<object> {
    const { entra, tenantId, subscriptionId, caFile } = service.endpoints;
    const clientId = randomUUID();
    const rights = { appRoles: [], roleAssignments: [{ scope: `/subscriptions/${subscriptionId}`, role: 'Contributor' }] };
    const added = await requestJson(`${entra}/_local/clients/${clientId}`, {
      method: 'PUT',
      body: { clientSecret: canaries.aad, ...rights },
      ca: await readFile(caFile, 'utf8'),
    });
    expect(added.status).toBeLessThan(300);
    return {
      adminCredentials: { sourceServerPassword: canaries.source, targetServerPassword: canaries.target },
      aadApp: { clientId, tenantId, aadSecret: canaries.aad },
    };
  }

  /** Requests that are refused: their passwords must not come back either. */
  async function refusedPut(): Promise<string[]> {
    const url = `${service.endpoints.api}${scene.targetId}/migrations/refused?api-version=2025-08-01`;
    const secretParameters = {
      adminCredentials: { sourceServerPassword: canaries.source, targetServerPassword: [canaries.target] },
      aadApp: { clientId: 'x', aadSecret: canaries.aad },
    };
    const invalid = JSON.stringify({ location: 'local', properties: { secretParameters, dbsToMigrate: ['app'] } });
    const replies = [
      await requestJson(url, { method: 'PUT', body: invalid }),
      await requestJson(url, { method: 'PUT', body: `${invalid}}` }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([400, 400]);
    return replies.map(({ text, headers }) => text + JSON.stringify(headers));
  }

  /** A secret as it is, and as the encodings around here write it; Base64 in all three alignments. */
  function formsOf(secret: string): Buffer[] {
    const texts = [
      secret,
      JSON.stringify(secret).slice(1, -1),
      JSON.stringify(JSON.stringify(secret)).slice(3, -3),
      encodeURIComponent(secret),
    ];
    const base64 = [0, 1, 2].flatMap((shift) => {
      const text = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]).toString('base64');
      const whole = text.slice(Math.ceil((shift * 4) / 3), Math.floor(text.replace(/=+$/, '').length / 4) * 4 - 4);
      return [whole, whole.replaceAll('+', '-').replaceAll('/', '_')];
    });
    const utf16 = Buffer.from(secret, 'utf16le');
    // The words that every canary begins with: an escape or a cut further on would hide the rest.
    const beginning = Buffer.from(secret.slice(0, 'canary-source-7f3a'.length));
    return [...[...texts, ...base64].map((text) => Buffer.from(text)), utf16, beginning];
  }

  const searched = Object.entries(canaries).map(([name, secret]) => ({ name, forms: formsOf(secret) }));

  function canariesIn(content: Buffer): string[] {
    return searched.filter(({ forms }) => forms.some((form) => content.includes(form))).map(({ name }) => name);
  }

  async function searchFolder(folder: string): Promise<{ files: number; found: { file: string; canaries: string[] }[] }> {
    const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const found: { file: string; canaries: string[] }[] = [];
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name);
      const names = canariesIn(await readFile(path));
      if (names.length > 0) found.push({ file: relative(folder, path), canaries: names });
    }
    return { files: entries.length, found };
  }
}
