/** States of a migration and of its databases, with the words of Azure's own resource (azure-apis.md 1.5), and what each state allows. */
export const migrationStates = ['InProgress', 'WaitingForUserAction', 'Canceled', 'Failed', 'Succeeded', 'ValidationFailed'] as const;
export type MigrationState = (typeof migrationStates)[number];

export const subStates = [
  'PerformingPreRequisiteSteps',
  'ValidationInProgress',
  'WaitingForLogicalReplicationSetupRequestOnSourceDB',
  'WaitingForDBsToMigrateSpecification',
  'WaitingForTargetDBOverwriteConfirmation',
  'WaitingForDataMigrationScheduling',
  'WaitingForDataMigrationWindow',
  'MigratingData',
  'CompletingMigration',
  'Completed',
] as const;
export type SubState = (typeof subStates)[number];

export const terminalStates = ['Canceled', 'Failed', 'Succeeded', 'ValidationFailed'] as const;
export type TerminalState = (typeof terminalStates)[number];
export const isTerminal = (state: MigrationState): state is TerminalState => (terminalStates as readonly string[]).includes(state);

/** `Queued` is ours: Azure shows a database only once it began. */
export const databaseStates = ['Queued', 'InProgress', 'Failed', 'Canceled', 'Succeeded'] as const;
export type DatabaseState = (typeof databaseStates)[number];

/** A database's transition applies only if its state ranks higher (DESIGN 3); the three ends rank alike, so that the first one stays. */
export const databaseStateRank: Record<DatabaseState, number> = { Queued: 0, InProgress: 1, Failed: 2, Canceled: 2, Succeeded: 2 };
export const isDatabaseEnd = (state: DatabaseState) => databaseStateRank[state] === 2;

/** Place in the flow: [point, round], compared in that order. A constant of the place, never a counter. */
export type Step = readonly [point: number, round: number];
export const isLaterStep = (step: Step, than: Step) => step[0] > than[0] || (step[0] === than[0] && step[1] > than[1]);

/** The places where a migration changes its state, in the order of the flow. */
export const steps = {
  created: [0, 0],
  validating: [1, 0],
  /** Pre-flight and its waits: in the same round the wait comes before its resumption. */
  waiting: (round: number): Step => [2, 2 * round],
  resumed: (round: number): Step => [2, 2 * round + 1],
  migrating: [3, 0],
  completing: [4, 0],
  ended: [5, 0],
} as const;
