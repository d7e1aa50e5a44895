// What people build on the service: the workflows of infra/logic-apps and the samples of docs/samples, run as they are against `npm start`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { InvocationContext } from '@azure/functions';
import { ServiceBusClient } from '@azure/service-bus';
import { followMigration, type StatusEvent } from '../../../docs/samples/service-bus/follow-migration';
import '../../../docs/samples/event-grid/on-migration-ended';
import { localCredential } from '../../../local/demo/client/local-credential';
import { requestJson } from '../../../local/demo/client/request-json';
import { eventTypes } from '../../../shared/domain/events';
import { type CallbackReceiver, callbackReceiver } from '../../support/callback-receiver';
import { registeredFunction } from '../../support/functions-core';
import type { SourceAndTarget } from '../../support/source-and-target';
import { type HttpRequestOfStep, readDefinition } from '../../support/workflow/definition';
import { runWorkflow, type Surroundings } from '../../support/workflow/run-workflow';
import { type ArmRequests, armRequests } from '../support/arm-requests';
import { openScene, type Scene } from '../support/scene';
import { dataFile, type Service } from '../support/service';
import { createSmallDatabase, itemsIn } from '../support/small-database';
import { until, untilEnded } from '../support/until';

export function integrations(service: Service, servers: SourceAndTarget): void {
  let scene: Scene;
  let raw: ArmRequests;
  let receiver: CallbackReceiver;
  let bus: ServiceBusClient;
  let callbacks = 0;

  beforeAll(async () => {
    const { endpoints } = service;
    scene = await openScene(service, servers.source, servers.target);
    raw = await armRequests(endpoints, scene.targetId);
    receiver = await callbackReceiver(endpoints.caFile);
    bus = new ServiceBusClient(endpoints.serviceBus);
    const ca = await readFile(endpoints.caFile, 'utf8');
    const { token } = await tokenOf();
    const reply = await requestJson(`${endpoints.eventGrid}/_local/subscriptions/samples`, {
      method: 'PUT',
      body: { endpoint: `${receiver.origin}/event-grid` },
      headers: { authorization: `Bearer ${token}` },
      ca,
    });
    if (reply.status >= 300) throw new Error(`The Event Grid subscription was answered with ${reply.status}: ${reply.text}`);
  });
  afterAll(async () => {
    await bus?.close();
    await receiver?.close();
  });

  async function tokenOf(): Promise<{ token: string }> {
    const { endpoints } = service;
    return localCredential(endpoints, await readFile(endpoints.caFile, 'utf8')).getToken(endpoints.tokenScope);
  }

  async function create(name: string, databases: string[], more?: Record<string, unknown>): Promise<string> {
    return (await scene.client.create(name, scene.properties(databases, more))).properties.migrationId;
  }

  /** Logic Apps with the identity of an approver; a person who answers a mail in one way. `onSent`: after each request. */
  function surroundings(
    trigger: unknown,
    option: string,
    onSent: (request: HttpRequestOfStep) => Promise<unknown> = async () => undefined,
  ): Surroundings {
    const mails: unknown[] = [];
    return {
      parameters: {
        apiUrl: 'https://api',
        audience: 'x',
        approvers: 'dba@example.com',
        $connections: { office365: { connectionId: 'mail' } },
      },
      trigger,
      async send(request) {
        const { method, headers, body } = request;
        const reply = await raw.send(request.uri.slice('https://api'.length), { method: method as 'GET', headers, body: body as object });
        await onSent(request);
        return reply;
      },
      callback() {
        const path = `/callbacks/${++callbacks}?sig=secret`;
        return { url: `${receiver.origin}${path}`, called: receiver.called(path).then(({ body }) => body) };
      },
      async people(path, body) {
        expect(path).toBe('/approvalmail/$subscriptions');
        mails.push(body);
        return { SelectedOption: option, UserEmailAddress: 'dba@example.com' };
      },
    };
  }

  test('Service Bus starts the workflow that asks by mail, and its decision lets the migration go on; both subscriber samples tell of its end', async () => {
    await createSmallDatabase(servers.source, 'orders');
    await createSmallDatabase(servers.target, 'orders', 1);
    const approvals = bus.createReceiver(service.endpoints.serviceBusTopic, 'approvals');
    await approvals.peekMessages(1); // the local bus makes the subscription at the first attach
    const id = await create('by-mail', ['orders']);
    const seen: StatusEvent[] = [];
    const followed = followMigration(bus, id, (event) => void seen.push(event));
    const message = await askedOn(approvals);
    const results = await runWorkflow(
      readDefinition('approval-by-mail'),
      surroundings({ ContentData: Buffer.from(JSON.stringify(message)).toString('base64') }, 'Overwrite'),
    );
    expect(results.Decide).toMatchObject({ state: 'decided', decision: 'overwrite', reason: 'By mail: dba@example.com' });
    expect(await untilEnded(scene.client, id)).toMatchObject({ state: 'Succeeded' });
    expect(await itemsIn(servers.target, 'orders')).toBe(100);

    expect(await followed).toMatchObject({ type: eventTypes.migrationStatusChanged, data: { state: 'Succeeded', isTerminal: true } });
    const told = await scene.client.events(id);
    expect(seen.map((event) => event.id)).toEqual(told.map((event) => event.id).slice(0, seen.length));
    expect(await traceOf(id)).toEqual({
      root: 1,
      phases: [
        'PerformingPreRequisiteSteps',
        'WaitingForTargetDBOverwriteConfirmation',
        'PerformingPreRequisiteSteps',
        'MigratingData',
        'CompletingMigration',
      ],
      activities: expect.arrayContaining(['runPreflight', 'openWait', 'closeWait', 'advanceDatabase', 'recordOutcome']),
      databases: ['orders'],
      tables: [['"public"."item"', 100]],
      orphans: [],
      metrics: expect.arrayContaining(['pgflex.migrations', 'pgflex.copied', 'pgflex.rows', 'pgflex.throughput', 'pgflex.wait.duration']),
    });
    expect(await endToldByEventGrid(id)).toMatch(/^Migration by-mail ended Succeeded: .*\/api\/migrations\//);
  });

  interface TelemetryLine {
    span?: string;
    metric?: string;
    traceId: string;
    spanId: string;
    parentSpanId?: string;
    start: string;
    end: string;
    attributes: Record<string, unknown>;
  }

  /** One trace, whose spans all hang together: as the local file has it. */
  async function traceOf(id: string): Promise<Record<string, unknown>> {
    const file = dataFile(service, 'logs', 'telemetry.jsonl');
    const read = async (): Promise<TelemetryLine[]> => {
      const text = await readFile(file, 'utf8').catch(() => ''); // not there before the first span
      return text.split('\n').flatMap((line) => (line.endsWith('}') ? [JSON.parse(line) as TelemetryLine] : []));
    };
    const spansIn = (lines: TelemetryLine[]) => lines.filter(({ span, traceId }) => span && traceId === id.replaceAll('-', ''));
    let lines = await read();
    // It is told right after the end is recorded.
    const isTold = () => spansIn(lines).some(({ span }) => span === 'migration') && lines.some(({ metric }) => metric);
    for (let look = 0; look < 200 && !isTold(); look++, lines = await read()) await delay(50);
    const spans = spansIn(lines);
    const named = (prefix: string) =>
      spans.filter(({ span }) => span?.startsWith(prefix)).map(({ span = '' }) => span.slice(prefix.length));
    const ids = new Set(spans.map(({ spanId }) => spanId));
    return {
      root: spans.filter(({ parentSpanId }) => parentSpanId === undefined).length,
      phases: named('phase '),
      activities: named('activity '),
      databases: spans.filter(({ span }) => span === 'database').map(({ attributes }) => attributes['database.name']),
      tables: spans.filter(({ span }) => span === 'table').map(({ attributes }) => [attributes['table.name'], attributes['table.rows']]),
      orphans: spans.filter(({ parentSpanId, start, end }) => (parentSpanId && !ids.has(parentSpanId)) || start > end),
      metrics: lines.flatMap(({ metric }) => metric ?? []),
    };
  }

  /** The subscription's filter: events that ask, and no others (infra/modules/logic-app-by-event.bicep). */
  async function askedOn(approvals: ReturnType<ServiceBusClient['createReceiver']>): Promise<unknown> {
    for await (const message of approvals.getMessageIterator()) {
      await approvals.completeMessage(message);
      if (message.applicationProperties?.eventType !== eventTypes.overwriteApprovalRequested) continue;
      await approvals.close();
      return message.body;
    }
    throw new Error('The bus ended.');
  }

  async function endToldByEventGrid(id: string): Promise<string> {
    const lines: string[] = [];
    const { callback } = registeredFunction('onMigrationEnded');
    const context = { log: (line: string) => lines.push(line) } as unknown as InvocationContext;
    for (let handled = 0; !lines.length; ) {
      const events = receiver.calls.filter(({ path }) => path === '/event-grid').map(({ body }) => body as StatusEvent);
      const next = events[handled];
      if (next?.data.migrationId === id) await callback(next, context);
      if (next) handled++;
      else await receiver.nextCall();
    }
    return lines.join('\n');
  }

  test('the workflow that sleeps by the HTTP webhook wakes when its migration asks, and its no leaves the target as it is', async () => {
    await createSmallDatabase(servers.source, 'stock');
    await createSmallDatabase(servers.target, 'stock', 1);
    const id = await create('by-webhook', []);
    await until(scene.client, id, ({ subState }) => subState === 'WaitingForDBsToMigrateSpecification');
    const afterSubscribing = async ({ method, uri }: HttpRequestOfStep) => {
      if (method !== 'POST' || !uri.endsWith('/approval-subscriptions')) return;
      const body = { properties: { dbsToMigrate: ['stock'] } };
      expect((await raw.migration('by-webhook', '2025-08-01', { method: 'PATCH', body })).status).toBe(200);
    };
    const results = await runWorkflow(readDefinition('approval-by-webhook'), surroundings({ migrationId: id }, 'Cancel', afterSubscribing));
    expect(results.Wait_for_the_question).toMatchObject({ type: eventTypes.overwriteApprovalRequested, data: { migrationId: id } });
    expect(results.Decide).toMatchObject({ state: 'decided', decision: 'cancel' });
    expect(await untilEnded(scene.client, id)).toMatchObject({ state: 'Canceled' });
    expect(await itemsIn(servers.target, 'stock')).toBe(1);
    expect(receiver.calls.filter(({ path }) => path.startsWith('/callbacks/'))).toHaveLength(1);
  });

  test('subscriptions are refused with the rule, need a role, and can be taken back by their Location', async () => {
    const id = await create('subscribed', []);
    const route = `/api/migrations/${id}/approval-subscriptions`;
    const subscribe = (callbackUrl: unknown, as?: 'reader') => raw.send(route, { method: 'POST', body: { callbackUrl }, as });
    expect((await subscribe(`${receiver.origin}/never`, 'reader')).status).toBe(403);
    for (const [address, rule] of [
      ['http://localhost/x', 'callbackUrl must be an https address.'],
      ['https://evil.example.com/x?sig=secret', 'callbackUrl must not lead to'],
      [7, 'callbackUrl must be a string, not a number.'],
    ]) {
      const refused = await subscribe(address);
      expect(refused).toMatchObject({
        status: 400,
        body: { error: { code: 'InvalidParameter', message: expect.stringContaining(String(rule)) } },
      });
      expect(refused.text).not.toContain('secret');
    }
    const made = await subscribe(`${receiver.origin}/never?sig=secret`);
    expect(made).toMatchObject({ status: 201, body: { state: 'open', host: 'localhost', attempts: 0 } });
    expect(made.text).not.toContain('secret');
    expect((await subscribe(`${receiver.origin}/never?sig=secret`)).status).toBe(200);
    const location = new URL(String(made.headers.location)).pathname;
    for (let time = 0; time < 2; time++) expect((await raw.send(location, { method: 'DELETE' })).status).toBe(204);
    await scene.client.patch('subscribed', { cancel: 'True' });
    await untilEnded(scene.client, id);
    expect((await subscribe(`${receiver.origin}/late`)).status).toBe(409);
  });

  test('the pipeline migrates, keeps the report, and is a gate', async () => {
    await createSmallDatabase(servers.source, 'books');
    const folder = await mkdtemp(join(tmpdir(), 'pgflex-pipeline-'));
    try {
      const gate = async (name: string, database: string) => {
        await writeFile(
          join(folder, 'migration.json'),
          JSON.stringify({ migrationMode: 'Offline', sourceDbServerResourceId: scene.sourceId, dbsToMigrate: [database] }),
        );
        const run = spawn(
          process.execPath,
          [resolve('docs/samples/pipelines/migrate-and-gate.mjs'), scene.targetId, name, 'migration.json'],
          {
            cwd: folder,
            env: {
              PATH: process.env.PATH,
              PGFLEX_API: service.endpoints.api,
              PGFLEX_TOKEN: (await tokenOf()).token,
              SOURCE_PASSWORD: servers.source.login.password,
              TARGET_PASSWORD: servers.target.login.password,
              POLL_SECONDS: '0.2',
            },
          },
        );
        const [said, errors, [code]] = await Promise.all([text(run.stdout), text(run.stderr), once(run, 'close')]);
        return { code, said, errors };
      };
      expect(await gate('pipeline-1', 'books')).toMatchObject({
        code: 0,
        errors: '',
        said: expect.stringContaining('Succeeded (Completed)'),
      });
      expect(await readFile(join(folder, 'migration-report.html'), 'utf8')).toContain('books');
      expect(await gate('pipeline-2', 'absent')).toMatchObject({ code: 1, errors: expect.stringContaining('SOURCE_DATABASE_MISSING') });
      for (const file of ['github-actions.yml', 'azure-pipelines.yml']) {
        const pipeline = await readFile(`docs/samples/pipelines/${file}`, 'utf8');
        for (const needed of ['PGFLEX_API:', 'PGFLEX_TOKEN=', 'SOURCE_PASSWORD:', 'TARGET_PASSWORD:', 'migration-report.html'])
          expect(pipeline).toContain(needed);
        expect(pipeline).toMatch(/node docs\/samples\/pipelines\/migrate-and-gate\.mjs "\S.*" "\S.*" migration\.json/);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}
