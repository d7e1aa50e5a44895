/** Names of orchestrations and activities, and what goes in and out of each: the contract between orchestrators, activities and the starter. */
import type { MigrationError } from './error-codes';
import type { TerminalState } from './states';
import type { Need } from './waits';

export const orchestrationNames = {
  migration: 'migration',
  migrationSteps: 'migrationSteps',
  migrateDatabase: 'migrateDatabase',
  recoverMigration: 'recoverMigration',
} as const;

export const activityNames = {
  checkPrerequisites: 'checkPrerequisites',
  openNetworkPath: 'openNetworkPath',
  runPreflight: 'runPreflight',
  setUpReplication: 'setUpReplication',
  openWait: 'openWait',
  closeWait: 'closeWait',
  wakeOpenWait: 'wakeOpenWait',
  prepareEngine: 'prepareEngine',
  beginCopy: 'beginCopy',
  advanceDatabase: 'advanceDatabase',
  seal: 'seal',
  cleanUp: 'cleanUp',
  recordOutcome: 'recordOutcome',
} as const;

/** Inputs are objects: the host turns a bare string or boolean into something else (functions-host.md 8). */
export interface MigrationInput {
  migrationId: string;
}

/** `stopped`: the migration is cancelled or sealed, and the activity did nothing. */
export type Stopped = { kind: 'stopped' };
export type StepFailed = { kind: 'failed'; error: MigrationError };
/** Of an activity that drives something long outside: `notYet` is called again, with no work lost, so that no call lasts for minutes. */
export type DrivenAnswer = { kind: 'ok' } | NotYet | StepFailed | Stopped;
export type NotYet = { kind: 'notYet'; retryAfterMs: number };

/** With what has to be set up before the servers are reached, and before anything is copied. */
export type PrerequisitesAnswer = { kind: 'ok'; opensNetworkPath: boolean; preparesEngine: boolean } | NotYet | StepFailed | Stopped;

export interface PreflightInput extends MigrationInput {
  round: number;
}
/** `setUpReplication`: it is needed, and the caller allowed it; pre-flight looks again after it. */
export type PreflightAnswer =
  | { kind: 'ready' }
  | { kind: 'needs'; need: Need }
  | { kind: 'setUpReplication' }
  | { kind: 'validated' }
  | StepFailed
  | Stopped;

export interface OpenWaitInput extends PreflightInput {
  need: Need;
}
export type OpenWaitAnswer = { kind: 'open'; waitId: string; expiresOn: string } | { kind: 'answered' } | Stopped;

export interface CloseWaitInput extends MigrationInput {
  waitId: string;
  /** The timer that ends the wait for good has fired; the clock is not asked (timers fire a little early). */
  expired: boolean;
}
export type CloseWaitAnswer = { kind: 'open' } | { kind: 'goOn' } | Stopped;

export type BeginCopyAnswer = { kind: 'copy'; databases: { number: number; name: string }[] } | Stopped;

export interface DatabaseInput extends MigrationInput {
  number: number;
}
export type AdvanceAnswer = { kind: 'ended'; succeeded: boolean } | { kind: 'more' } | { kind: 'notYet'; retryAfterMs?: number };

/** What the flow knows at its end; the records decide, this only adds an error that no row holds. */
export interface StepsResult {
  error?: MigrationError;
}
export interface SealInput extends MigrationInput {
  error?: MigrationError;
}
export interface SealAnswer {
  outcome: TerminalState;
}
