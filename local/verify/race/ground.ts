/** What the races run on: a target server of its own for each, with a migration as PUT leaves it. */
import { randomUUID } from 'node:crypto';
import type { MigrationRequest, TargetServerId } from '../../../shared/domain/migration';
import { Rejection } from '../../../shared/domain/rejections';
import { cleanUpMigration } from '../../../shared/migrations/clean-up';
import { createMigration } from '../../../shared/migrations/create-migration';
import { recordOutcome } from '../../../shared/migrations/record-outcome';
import type { DurablePort, NewMigration } from '../../../shared/migrations/types';
import { partitionOf } from '../../../shared/state/locate';
import { problemsOf } from '../model/invariants';
import { readSnapshot, type Snapshot } from '../model/snapshot';
import type { Random } from '../random';

/** One repetition of a race: what is wrong with how it ended. */
export type Race = (random: Random) => Promise<string[]>;

export interface Ground {
  target: TargetServerId;
  partition: string;
  /** Roots that were started. */
  started: string[];
  durable: DurablePort;
}

export function newGround(): Ground {
  const target = { subscriptionId: randomUUID(), resourceGroup: 'rg', server: 'target' };
  const started: string[] = [];
  const durable: DurablePort = {
    start: async (migrationId) => void started.push(migrationId),
    raise: async () => undefined,
  };
  return { target, partition: partitionOf(target), started, durable };
}

export function newMigration({ target }: Ground, name: string, changes: Partial<MigrationRequest> = {}): NewMigration {
  return {
    target,
    name,
    request: {
      location: 'local',
      tags: {},
      sourceServer: { kind: 'address', host: '127.0.0.1', port: 1, user: 'pgadmin' },
      sourceDbServerResourceId: '127.0.0.1:1@pgadmin',
      migrationMode: 'Offline',
      migrationOption: 'ValidateAndMigrate',
      databases: ['app'],
      overwriteDatabases: false,
      setupLogicalReplication: false,
      engine: 'direct',
      ...changes,
    },
    secrets: { sourcePassword: 'source', targetPassword: 'target' },
    by: 'ann',
  };
}

export async function storedMigration(ground: Ground): Promise<string> {
  const { view } = await createMigration(newMigration(ground, 'first'), ground.durable);
  return view.record.id;
}

/** The end of a sealed migration, without an orchestration. */
export async function finish(migrationId: string): Promise<void> {
  await cleanUpMigration(migrationId, new AbortController().signal);
  await recordOutcome(migrationId);
}

export type Answer<T> = { kind: 'ok'; value: T } | { kind: 'refused'; code: string } | { kind: 'broken'; problem: string };

/** A refusal is an answer; anything else would be a 500. */
export async function answerOf<T>(work: Promise<T>): Promise<Answer<T>> {
  try {
    return { kind: 'ok', value: await work };
  } catch (error) {
    if (error instanceof Rejection) return { kind: 'refused', code: error.code };
    return { kind: 'broken', problem: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** The rows after it, what does not hold of them, and answers that no caller should get. */
export async function after(ground: Ground, ...answers: Answer<unknown>[]): Promise<{ rows: Snapshot; problems: string[] }> {
  const rows = await readSnapshot(ground.partition);
  const broken = answers.flatMap((answer) => (answer.kind === 'broken' ? [answer.problem] : []));
  return { rows, problems: [...broken, ...problemsOf(rows, undefined)] };
}

/** A delay of a few milliseconds of one side, so that each of them comes first now and then. */
export const jitterMs = (random: Random): number => Math.floor(random() * 12);
