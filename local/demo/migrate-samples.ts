// The demo's story: one migration of the sample databases, told as it goes.

import { showProgress } from '../../cli/progress/progress';
import { count, counted } from '../../cli/screen/numbers';
import type { Screen } from '../../cli/screen/screen';
import { unlessAborted } from '../start/unless-aborted';
import { type MigrationClient, migrationClient, type Overview } from './client/migration-client';
import { registerServer } from './client/register-server';
import { isTerminalEvent, type Subscriber, subscribe } from './client/subscriber';
import { type Comparison, compareDatabases } from './compare/compare-databases';
import { follow } from './follow';
import type { World } from './keeper/messages';
import type { Outcome } from './outcome';
import { askOverwrite, showLoss } from './screen/show-approval';
import { showEvents } from './screen/show-events';
import { showReport } from './screen/show-report';

export interface Telling {
  screen: Screen;
  step(title: string, detail: string): void;
  /** Whether a person can be asked. */
  asks: boolean;
  signal: AbortSignal;
}

const migrationName = 'demo';
const eventPatienceMs = 15_000; // the outbox sends within a second; after a failed attempt again with the reconciler

export async function migrateSamples(world: World, telling: Telling): Promise<Outcome> {
  const { screen, step, signal } = telling;
  const { endpoints, source, target, databases } = world;
  const sourceDbServerResourceId = await registerServer(endpoints, { kind: 'servers', name: 'source', server: source });
  const targetId = await registerServer(endpoints, { kind: 'flexibleServers', name: 'target', server: target });
  signal.throwIfAborted();
  const client = migrationClient(endpoints.api, targetId, { signal });
  const { properties } = await client.create(migrationName, {
    sourceDbServerResourceId,
    dbsToMigrate: databases,
    sourcePassword: source.login.password,
    targetPassword: target.login.password,
  });
  const id = properties.migrationId;
  step('Migration', `PUT accepted, id ${id}`);

  const subscriber = await unlessAborted(subscribe(endpoints, id), signal);
  try {
    const overview = await accompany(client, id, telling);
    await unlessAborted(subscriber.until(isTerminalEvent, eventPatienceMs), signal);
    const report = await client.report(id);
    step('Outcome', `${overview.state}${overview.error ? `, ${overview.error.code}` : ''}`);
    screen.say();
    showReport(screen, report);
    tellEvents(screen, subscriber);
    const comparison = overview.state === 'Succeeded' ? await check(world, telling) : undefined;
    return { overview, report, events: subscriber.received, comparison };
  } finally {
    await subscriber.close();
  }
}

/** From its start to its end, with the question whether to overwrite, if it comes. */
async function accompany(client: MigrationClient, id: string, { screen, step, asks, signal }: Telling): Promise<Overview> {
  let place = '';
  const tellPlace = ({ state, subState }: Overview) => {
    const now = state === 'InProgress' || state === 'WaitingForUserAction' ? subState : state;
    if (now !== place && now !== 'MigratingData') step('State', now);
    place = now;
  };
  const waiting = await follow(client, id, {
    until: ({ state, subState }) => state === 'WaitingForUserAction' || subState === 'MigratingData',
    seen: tellPlace,
    signal,
  });
  const wait = waiting.waits.find(({ state }) => state === 'open');
  if (waiting.state === 'WaitingForUserAction' && wait) {
    screen.say();
    showLoss(screen, wait.databases);
    const agreed = asks ? await askOverwrite(screen, signal) : true;
    if (asks) screen.say();
    if (agreed) step('Approval', asks ? 'given, by PATCH' : 'nobody to ask here: the demo approves by itself, by PATCH');
    else step('Approval', 'not given: the migration is cancelled, by PATCH');
    await client.patch(migrationName, agreed ? { overwriteDbsInTarget: 'True' } : { cancel: 'True' });
  }
  const copying = await follow(client, id, { until: ({ subState }) => subState === 'MigratingData', seen: () => undefined, signal });
  if (copying.subState !== 'MigratingData') return copying;
  step('Copy', counted(copying.databases.length, 'database'));
  const progress = showProgress(screen);
  try {
    return await follow(client, id, { until: () => false, seen: progress.update, signal });
  } finally {
    progress.stop();
  }
}

function tellEvents(screen: Screen, { received }: Subscriber): void {
  screen.say(`  ${screen.bold('Events')}  as a Service Bus subscriber saw them, in order`);
  showEvents(screen, received);
  screen.say();
}

async function check({ source, target, databases }: World, { step, signal }: Telling): Promise<Comparison> {
  const comparison = await unlessAborted(compareDatabases(source, target, databases), signal);
  const { tables, rows, differences } = comparison;
  const verdict = differences.length === 0 ? 'equal on both sides' : `${differences.length} differ`;
  step('Own check', `by plain SQL: ${count(tables)} tables, ${count(rows)} rows, ${verdict}`);
  return comparison;
}
