// Drives the engine as the activity does: slice after slice, until the database has ended.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { PostgresServer } from '../../../local/postgres/postgres-server';
import type { DatabaseProgress } from '../../../shared/domain/migration';
import { advance } from '../../../shared/engines/direct/advance';
import type { Advance, DatabaseJob, EngineContext } from '../../../shared/engines/engine';
import { connectionOf } from '../../support/connection';

export function jobFor(source: PostgresServer, target: PostgresServer, database: string, extra: Partial<DatabaseJob> = {}): DatabaseJob {
  return { migrationId: randomUUID(), number: 0, database, source: connectionOf(source), target: connectionOf(target), ...extra };
}

export interface RecordedContext extends EngineContext {
  created: string[];
  progress: DatabaseProgress[];
}

export function contextFor(extra: Partial<EngineContext> = {}): RecordedContext {
  const created: string[] = [];
  const progress: DatabaseProgress[] = [];
  return {
    softDeadline: new Date(Date.now() + 60_000),
    signal: new AbortController().signal,
    report: (now) => progress.push(now),
    isWanted: async () => true,
    willCreate: async ({ kind, name }) => {
      created.push(`${kind} ${name}`);
    },
    created,
    progress,
    ...extra,
  };
}

export type Ended = Extract<Advance, { kind: 'ended' }>;

/** A deadline that has passed already makes slices as short as they can be. */
export async function runJob(job: DatabaseJob, context: EngineContext = contextFor()): Promise<Ended> {
  for (;;) {
    const answer = await advance(job, context);
    if (answer.kind === 'ended') return answer;
    if (answer.kind === 'notYet') await delay(100);
  }
}
