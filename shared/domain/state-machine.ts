/**
 * The one table of a migration's life: places, the events that lead from one to the next, and what a caller may do in each. A transition that
 * is not in it cannot be written (shared/state/transition.ts).
 */
import type { MigrationState, SubState, TerminalState } from './states';
import type { WaitKind } from './waits';

export type Place =
  | 'preparing'
  | 'validating'
  | 'waitingForReplication'
  | 'waitingForDatabases'
  | 'waitingForOverwrite'
  | 'waitingForScheduling'
  | 'waitingForWindow'
  | 'copying'
  | 'completing'
  | 'succeeded'
  | 'failed'
  | 'canceled'
  | 'validationFailed';

export type MigrationEvent = 'validate' | `wait:${WaitKind}` | 'resume' | 'copy' | 'seal' | `end:${TerminalState}`;

/** What a caller may ask for; `GET /api/migrations/{id}` names it as `allowedActions`. */
export const migrationActions = [
  'cancel',
  'cancelDatabases',
  'setDatabases',
  'approveOverwrite',
  'setupLogicalReplication',
  'startDataMigration',
  'delete',
] as const;
export type MigrationAction = (typeof migrationActions)[number];

interface PlaceFacts {
  state: MigrationState;
  subState: SubState;
  next: Partial<Record<MigrationEvent, Place>>;
  actions: readonly MigrationAction[];
}

const answers = ['setDatabases', 'approveOverwrite', 'setupLogicalReplication', 'startDataMigration'] as const;
const untilCopied = ['cancel', 'cancelDatabases', ...answers] as const;

const waiting = (subState: SubState): PlaceFacts => ({
  state: 'WaitingForUserAction',
  subState,
  next: { resume: 'preparing', seal: 'completing' },
  actions: untilCopied,
});

const ended = (state: TerminalState): PlaceFacts => ({ state, subState: 'Completed', next: {}, actions: ['delete'] });

export const stateMachine: Record<Place, PlaceFacts> = {
  preparing: {
    state: 'InProgress',
    subState: 'PerformingPreRequisiteSteps',
    next: {
      validate: 'validating',
      'wait:replication': 'waitingForReplication',
      'wait:databases': 'waitingForDatabases',
      'wait:overwrite': 'waitingForOverwrite',
      'wait:scheduling': 'waitingForScheduling',
      'wait:window': 'waitingForWindow',
      copy: 'copying',
      seal: 'completing',
    },
    actions: untilCopied,
  },
  validating: {
    state: 'InProgress',
    subState: 'ValidationInProgress',
    next: { seal: 'completing' },
    actions: ['cancel', 'cancelDatabases'],
  },
  waitingForReplication: waiting('WaitingForLogicalReplicationSetupRequestOnSourceDB'),
  waitingForDatabases: waiting('WaitingForDBsToMigrateSpecification'),
  waitingForOverwrite: waiting('WaitingForTargetDBOverwriteConfirmation'),
  waitingForScheduling: waiting('WaitingForDataMigrationScheduling'),
  waitingForWindow: waiting('WaitingForDataMigrationWindow'),
  copying: { state: 'InProgress', subState: 'MigratingData', next: { seal: 'completing' }, actions: ['cancel', 'cancelDatabases'] },
  completing: {
    state: 'InProgress',
    subState: 'CompletingMigration',
    next: {
      'end:Succeeded': 'succeeded',
      'end:Failed': 'failed',
      'end:Canceled': 'canceled',
      'end:ValidationFailed': 'validationFailed',
    },
    actions: [],
  },
  succeeded: ended('Succeeded'),
  failed: ended('Failed'),
  canceled: ended('Canceled'),
  validationFailed: ended('ValidationFailed'),
};

/** The place of a stored migration. Throws for a pair of states that the table does not have. */
export function placeOf({ state, subState }: { state: MigrationState; subState: SubState }): Place {
  for (const place of Object.keys(stateMachine) as Place[]) {
    const facts = stateMachine[place];
    if (facts.state === state && facts.subState === subState) return place;
  }
  throw new Error(`No migration can be ${state} with the sub-state ${subState}.`);
}

/** Undefined: the event does not lead anywhere from there. */
export const nextPlace = (from: Place, event: MigrationEvent): Place | undefined => stateMachine[from].next[event];

export const allowedActions = (migration: { state: MigrationState; subState: SubState }): readonly MigrationAction[] =>
  stateMachine[placeOf(migration)].actions;

export const allows = (migration: { state: MigrationState; subState: SubState }, action: MigrationAction): boolean =>
  allowedActions(migration).includes(action);
