/** Does one operation through the use cases, as the HTTP border would, and notes what was promised by its answer. */
import type { MigrationRequest } from '../../../shared/domain/migration';
import { cancelEventName, instanceIds, waitEventName } from '../../../shared/domain/names';
import { Rejection } from '../../../shared/domain/rejections';
import { isTerminal } from '../../../shared/domain/states';
import { decide, listApprovals } from '../../../shared/migrations/approvals';
import { cancelMigration } from '../../../shared/migrations/cancel-migration';
import { createMigration } from '../../../shared/migrations/create-migration';
import { deleteMigration } from '../../../shared/migrations/delete-migration';
import { reconcileOne } from '../../../shared/migrations/reconcile';
import type { MigrationPatch } from '../../../shared/migrations/types';
import { updateMigration } from '../../../shared/migrations/update-migration';
import { openMigrations } from '../../../shared/state/locate';
import { readRecord } from '../../../shared/state/records';
import { readWaits } from '../../../shared/state/waits';
import { isInjected } from './injected-fault';
import { databaseNames, migrationNames, type Operation } from './operations';
import type { World } from './world';

const minuteMs = 60_000;
const namesOf = (numbers: number[]): string[] => numbers.flatMap((number) => databaseNames[number] ?? []);
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * minuteMs).toISOString();

/** What is wrong with the answer, if anything: any error that is neither a refusal nor made by the search is a 500 to the caller. */
export async function perform(world: World, operation: Operation): Promise<string[]> {
  const on = 'on' in operation ? world.ids[operation.on % Math.max(world.ids.length, 1)] : undefined;
  if ('on' in operation && on === undefined) return [];
  try {
    return (await act(world, operation, on ?? '')) ?? [];
  } catch (error) {
    if (error instanceof Rejection) world.refusals.push(error.code);
    if (error instanceof Rejection || isInjected(error)) return [];
    return [`${operation.kind} answered ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
}

async function act(world: World, operation: Operation, id: string): Promise<string[] | undefined> {
  const port = world.port('eventIsLost' in operation && operation.eventIsLost ? 'events' : undefined);
  switch (operation.kind) {
    case 'create':
      return create(world, operation);
    case 'patch': {
      const { target, name, deletedOn } = await readRecord(id);
      if (!deletedOn) await updateMigration({ target, name }, patchOf(operation), 'ann', port);
      return;
    }
    case 'cancel':
      await cancelMigration(id, 'ann', port);
      world.promises.set(id, 'cancel');
      return;
    case 'cancelDatabases': {
      const { target, name, deletedOn, request } = await readRecord(id);
      const names = namesOf(operation.databases);
      if (deletedOn) return;
      await updateMigration({ target, name }, { databasesToCancel: names }, 'ann', port);
      if (names.length && request.databases.every((database) => names.includes(database)))
        world.promises.set(id, 'cancel of all databases');
      return;
    }
    case 'delete': {
      const view = await deleteMigration({ target: world.target, name: migrationNames[operation.name] ?? '' }, 'ann', port);
      if (view && !isTerminal(view.record.state)) world.promises.set(view.record.id, 'delete');
      return;
    }
    case 'decide':
      return decideOn(world, operation, id);
    case 'event':
      return strayEvent(world, operation, id);
    case 'repeat': {
      const calls = world.calls.filter(({ input }) => input.migrationId === id);
      const call = calls[operation.call % Math.max(calls.length, 1)];
      if (call) await world.stage.call(call.name, call.input);
      return;
    }
    case 'release':
      world.stage.release();
      return;
    case 'time':
      world.elapse(operation.minutes * minuteMs);
      if (!operation.hostIsDown) await world.catchUp();
      return;
    case 'reconcile':
      return reconcileAll(world);
    case 'terminate': {
      const part = { root: instanceIds.root(id), steps: instanceIds.steps(id), database: instanceIds.database(id, 0) }[operation.part];
      await world.stage.terminate(part, 'by an operator');
      return;
    }
    case 'forget':
      world.stage.forget(instanceIds.root(id));
      return;
    case 'changeTarget':
      return changeTarget(world, operation);
  }
}

async function create(world: World, operation: Extract<Operation, { kind: 'create' }>): Promise<string[]> {
  const { windowInMinutes, startDataMigration } = operation;
  const request: MigrationRequest = {
    location: 'local',
    tags: {},
    sourceServer: { kind: 'address', host: '127.0.0.1', port: 1, user: 'pgadmin' },
    sourceDbServerResourceId: '127.0.0.1:1@pgadmin',
    migrationMode: 'Offline',
    migrationOption: operation.validateOnly ? 'Validate' : 'ValidateAndMigrate',
    databases: namesOf(operation.databases),
    overwriteDatabases: operation.overwrite,
    setupLogicalReplication: false,
    engine: 'direct',
    ...(windowInMinutes === undefined ? {} : { migrationWindowStart: inMinutes(windowInMinutes) }),
    ...(startDataMigration === undefined ? {} : { startDataMigration }),
  };
  const name = migrationNames[operation.name] ?? '';
  const secrets = { sourcePassword: 'source', targetPassword: 'target' };
  const port = world.port(operation.startIsLost ? 'start' : undefined);
  const { view } = await createMigration({ target: world.target, name, request, secrets, by: 'ann' }, port);
  return view.record.name === name ? [] : [`PUT of ${name} answered with ${view.record.name}`];
}

function patchOf({ change, databases, windowInMinutes }: Extract<Operation, { kind: 'patch' }>): MigrationPatch {
  switch (change) {
    case 'databases':
      return databases.length ? { databases: namesOf(databases) } : {};
    case 'overwrite':
      return { overwriteDatabases: true };
    case 'noOverwrite':
      return { overwriteDatabases: false };
    case 'start':
      return { startDataMigration: true };
    case 'doNotStart':
      return { startDataMigration: false };
    case 'window':
      return { migrationWindowStart: inMinutes(windowInMinutes) };
    case 'replication':
      return { setupLogicalReplication: true };
    case 'tags':
      return { tags: { changed: 'yes' } };
  }
}

async function decideOn(world: World, operation: Extract<Operation, { kind: 'decide' }>, id: string): Promise<string[]> {
  const approvals = await listApprovals(id);
  const approval = operation.approval === 'oldest' ? approvals[0] : approvals.at(-1);
  const approvalId = operation.approval === 'unknown' ? 'unknown' : (approval?.waitId ?? 'unknown');
  const fingerprint = operation.fingerprint === 'shown' ? (approval?.fingerprint ?? '') : 'other';
  const { decision } = operation;
  const port = world.port(operation.eventIsLost ? 'events' : undefined);
  const wait = await decide(id, { approvalId, fingerprint, decision, by: 'ann' }, port);
  if (decision === 'cancel') world.promises.set(id, 'decision to cancel');
  const problems: string[] = [];
  if (operation.fingerprint === 'other') problems.push('a decision about something else was taken');
  if (wait.outcome?.kind !== 'decided' || wait.outcome.decision !== decision)
    problems.push(`the decision ${decision} was answered 200, and the wait is ${JSON.stringify(wait.outcome)}`);
  if (wait.endedOn && wait.endedOn >= wait.expiresOn) problems.push(`a decision of ${wait.endedOn} was taken after ${wait.expiresOn}`);
  return problems;
}

async function strayEvent(world: World, { event, to }: Extract<Operation, { kind: 'event' }>, id: string): Promise<undefined> {
  const waits = await readWaits(id);
  const wait = event === 'oldestWait' ? waits[0] : waits.at(-1);
  const name = event === 'cancel' ? cancelEventName : event === 'junk' ? 'junk' : waitEventName(wait?.waitId ?? 'none');
  await world.stage.raise(instanceIds[to](id), name);
}

export async function reconcileAll(world: World): Promise<string[]> {
  const problems: string[] = [];
  for (const { migrationId, partition, announcedOn } of await openMigrations()) {
    if (partition !== world.partition) continue;
    try {
      await reconcileOne(world.port(), migrationId, partition, new Date(announcedOn));
    } catch (error) {
      if (!isInjected(error)) problems.push(`reconcile failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  return problems;
}

function changeTarget(world: World, { database, how }: Extract<Operation, { kind: 'changeTarget' }>): undefined {
  const name = databaseNames[database] ?? '';
  const present = world.existing.get(name);
  if (how === 'drop') world.existing.delete(name);
  else if (how === 'change' && present) world.existing.set(name, { ...present, fingerprint: `${present.fingerprint}+` });
  else if (how === 'create' && !present)
    world.existing.set(name, { name, oid: 16_384 + database, fingerprint: 'f', sizeBytes: 1, tables: 1, activeConnections: 0 });
  return undefined;
}
