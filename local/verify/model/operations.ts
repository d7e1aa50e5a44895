/** What can happen to migrations, and random sequences of it. */
import { chance, integer, pick, type Random, randomOf } from '../random';

/** Databases and names are few, so that they collide. */
export const databaseNames = ['alpha', 'beta', 'gamma'] as const;
export const migrationNames = ['first', 'second'] as const;

export type Operation =
  | {
      kind: 'create';
      name: number;
      databases: number[];
      overwrite: boolean;
      validateOnly: boolean;
      windowInMinutes?: number;
      startDataMigration?: boolean;
      startIsLost: boolean;
    }
  | { kind: 'patch'; on: number; change: PatchChange; databases: number[]; windowInMinutes: number; eventIsLost: boolean }
  | { kind: 'cancel'; on: number; eventIsLost: boolean }
  | { kind: 'cancelDatabases'; on: number; databases: number[]; eventIsLost: boolean }
  | { kind: 'delete'; name: number; eventIsLost: boolean }
  | {
      kind: 'decide';
      on: number;
      approval: 'newest' | 'oldest' | 'unknown';
      decision: 'overwrite' | 'cancel';
      fingerprint: 'shown' | 'other';
      eventIsLost: boolean;
    }
  /** An event that nobody asked for: early, late, doubled or of another wait. */
  | { kind: 'event'; on: number; event: 'cancel' | 'newestWait' | 'oldestWait' | 'junk'; to: 'root' | 'steps' }
  /** An activity that was called before runs once more. */
  | { kind: 'repeat'; on: number; call: number }
  | { kind: 'release' }
  /** Time goes by, and timers fire; `hostIsDown`: they fire later. */
  | { kind: 'time'; minutes: number; hostIsDown: boolean }
  | { kind: 'reconcile' }
  | { kind: 'terminate'; on: number; part: 'root' | 'steps' | 'database' }
  /** The store of orchestrations has lost the instance. */
  | { kind: 'forget'; on: number }
  | { kind: 'changeTarget'; database: number; how: 'create' | 'drop' | 'change' };

export type PatchChange = 'databases' | 'overwrite' | 'noOverwrite' | 'start' | 'doNotStart' | 'window' | 'replication' | 'tags';

/** One or two things at once; `hasty`: while the work of the steps before still goes on. */
export interface Step {
  operations: Operation[];
  hasty: boolean;
}

/** Answers to open questions more often than the rest. */
const patchChanges = [
  ...(['databases', 'databases', 'overwrite', 'overwrite', 'start', 'start', 'window'] as const),
  ...(['noOverwrite', 'doNotStart', 'replication', 'tags'] as const),
] as const;
const minutes = [1, 2, 10, 100, 1_000, 5_000] as const;

const someDatabases = (random: Random, none: number): number[] =>
  chance(random, none) ? [] : databaseNames.flatMap((_, index) => (chance(random, 0.6) ? [index] : [])).slice(0, 3);

function create(random: Random): Operation {
  const scheduling = random();
  return {
    kind: 'create',
    name: integer(random, 0, migrationNames.length - 1),
    databases: someDatabases(random, 0.1),
    overwrite: chance(random, 0.2),
    validateOnly: chance(random, 0.1),
    ...(scheduling < 0.15 ? { startDataMigration: false } : {}),
    ...(scheduling > 0.8 ? { windowInMinutes: pick(random, minutes) } : {}),
    startIsLost: chance(random, 0.1),
  };
}

type Maker = (random: Random, on: number, eventIsLost: boolean) => Operation;

/** As often as the number says. */
const makers: [number, Maker][] = [
  [8, create],
  [
    14,
    (random, on, eventIsLost) => ({
      kind: 'patch',
      on,
      change: pick(random, patchChanges),
      databases: someDatabases(random, 0),
      windowInMinutes: pick(random, minutes),
      eventIsLost,
    }),
  ],
  [4, (_, on, eventIsLost) => ({ kind: 'cancel', on, eventIsLost })],
  [9, (random, on, eventIsLost) => ({ kind: 'cancelDatabases', on, databases: [integer(random, 0, 2)], eventIsLost })],
  [5, (random, _, eventIsLost) => ({ kind: 'delete', name: integer(random, 0, migrationNames.length - 1), eventIsLost })],
  [
    14,
    (random, on, eventIsLost) => ({
      kind: 'decide',
      on,
      approval: chance(random, 0.05) ? 'unknown' : chance(random, 0.8) ? 'newest' : 'oldest',
      decision: chance(random, 0.8) ? 'overwrite' : 'cancel',
      fingerprint: chance(random, 0.9) ? 'shown' : 'other',
      eventIsLost,
    }),
  ],
  [
    6,
    (random, on) => ({
      kind: 'event',
      on,
      event: pick(random, ['cancel', 'newestWait', 'oldestWait', 'junk']),
      to: pick(random, ['root', 'steps']),
    }),
  ],
  [8, (random, on) => ({ kind: 'repeat', on, call: integer(random, 0, 1_000) })],
  [10, () => ({ kind: 'release' })],
  [8, (random) => ({ kind: 'time', minutes: pick(random, minutes), hostIsDown: chance(random, 0.25) })],
  [6, () => ({ kind: 'reconcile' })],
  [2, (random, on) => ({ kind: 'terminate', on, part: pick(random, ['root', 'steps', 'database']) })],
  [1, (_, on) => ({ kind: 'forget', on })],
  [
    5,
    (random) => ({
      kind: 'changeTarget',
      database: integer(random, 0, databaseNames.length - 1),
      how: pick(random, ['create', 'create', 'drop', 'change']),
    }),
  ],
];

function operation(random: Random): Operation {
  const on = integer(random, 0, 5);
  const eventIsLost = chance(random, 0.2);
  let ticket = random() * makers.reduce((sum, [often]) => sum + often, 0);
  for (const [often, make] of makers) {
    ticket -= often;
    if (ticket < 0) return make(random, on, eventIsLost);
  }
  return { kind: 'release' };
}

const shortest = 5;
const longest = 16;

export function sequenceOf(seed: number): Step[] {
  const random = randomOf(seed);
  const begin: Step[] = [{ operations: [create(random)], hasty: false }];
  // About half of the targets have databases already.
  for (let database = 0; database < databaseNames.length; database++) {
    if (chance(random, 0.5)) begin.unshift({ operations: [{ kind: 'changeTarget', database, how: 'create' }], hasty: false });
  }
  const rest = Array.from({ length: integer(random, shortest, longest) }, (): Step => {
    const operations = [operation(random), ...(chance(random, 0.2) ? [operation(random)] : [])];
    return { operations, hasty: chance(random, 0.25) };
  });
  return [...begin, ...rest];
}
