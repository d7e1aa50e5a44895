/**
 * What goes over the wire between the Durable Functions host and durable-functions 3.5: history events in, actions out. Kept in one module,
 * because durable-functions 4 will speak another protocol.
 */

export const eventType = {
  executionStarted: 0,
  executionCompleted: 1,
  executionTerminated: 3,
  taskScheduled: 4,
  taskCompleted: 5,
  taskFailed: 6,
  subOrchestrationCreated: 7,
  subOrchestrationCompleted: 8,
  subOrchestrationFailed: 9,
  timerCreated: 10,
  timerFired: 11,
  orchestratorStarted: 12,
  orchestratorCompleted: 13,
  eventRaised: 15,
  executionSuspended: 19,
  executionResumed: 20,
} as const;

export type EventType = (typeof eventType)[keyof typeof eventType];

/** One line of an instance's history. Names and casing are the SDK's; which fields are set depends on `EventType`. */
export interface HistoryEvent {
  EventType: EventType;
  /** The sequence number of a task that this event schedules, else -1. */
  EventId: number;
  IsPlayed: boolean;
  /** ISO 8601. */
  Timestamp: string;
  Name?: string;
  Version?: string;
  /** JSON text. */
  Input?: string;
  /** JSON text. */
  Result?: string;
  TaskScheduledId?: number;
  TimerId?: number;
  Reason?: string;
  Details?: string;
  FailureDetails?: FailureDetails;
  /** ISO 8601. */
  FireAt?: string;
  InstanceId?: string;
  OrchestrationStatus?: string;
}

export interface FailureDetails {
  ErrorType: string;
  ErrorMessage: string;
  StackTrace?: string;
  IsNonRetriable: boolean;
  Properties?: unknown;
}

export const actionType = {
  callActivity: 0,
  callActivityWithRetry: 1,
  callSubOrchestrator: 2,
  callSubOrchestratorWithRetry: 3,
  continueAsNew: 4,
  createTimer: 5,
  waitForExternalEvent: 6,
  callEntity: 7,
  callHttp: 8,
  signalEntity: 9,
  whenAny: 11,
  whenAll: 12,
  lockEntities: 13,
  releaseEntities: 14,
} as const;

export interface RetryOptions {
  firstRetryIntervalInMilliseconds: number;
  maxNumberOfAttempts: number;
  backoffCoefficient?: number;
  maxRetryIntervalInMilliseconds?: number;
  retryTimeoutInMilliseconds?: number;
}

/** What an orchestrator yielded. Actions carry no sequence number: SDK and host each count for themselves (replay.ts). */
export type Action =
  | { actionType: 0; functionName: string; input?: unknown }
  | { actionType: 1; functionName: string; input?: unknown; retryOptions: RetryOptions }
  | { actionType: 2; functionName: string; input?: unknown; instanceId?: string }
  | { actionType: 3; functionName: string; input?: unknown; instanceId?: string; retryOptions: RetryOptions }
  | { actionType: 4; input?: unknown }
  | { actionType: 5; fireAt: string; isCanceled: boolean }
  | { actionType: 6; externalEventName: string }
  | { actionType: 7 | 8 | 9 | 13 | 14 }
  | { actionType: 11 | 12; compoundActions: Action[] };

/** The orchestrator's answer to one turn. `actions` holds one list: everything yielded since the start of the execution. */
export interface OrchestratorState {
  isDone: boolean;
  actions: Action[][];
  output?: unknown;
  error?: string;
  /** Absent when falsy: the SDK drops it. */
  customStatus?: unknown;
}

/** What the orchestrator is given each turn. */
export interface OrchestratorPayload {
  history: HistoryEvent[];
  input: unknown;
  instanceId: string;
  isReplaying: boolean;
  parentInstanceId: string | null;
  upperSchemaVersion: number;
  upperSchemaVersionNew: number;
  longRunningTimerIntervalDuration: string;
  maximumShortTimerDuration: string;
  /** The misspelling is the protocol's. */
  defaultHttpAsyncRequestSleepTimeMillseconds: number;
}

/** The protocol version of Durable extension 3.15 ("V4"). The SDK prefers `upperSchemaVersionNew`. */
export const schemaVersions = { upperSchemaVersion: 1, upperSchemaVersionNew: 3 } as const;

/**
 * The real host cuts timers of more than six days into pieces of three. Here a timer of any length is one timer: this limit of a century
 * keeps the SDK from cutting, whose pieces can't be cancelled safely.
 */
export const timerDurations = {
  longRunningTimerIntervalDuration: '36500.00:00:00',
  maximumShortTimerDuration: '36500.00:00:00',
} as const;

export const runtimeStatuses = ['Pending', 'Running', 'Suspended', 'Completed', 'Failed', 'Terminated'] as const;
export type RuntimeStatus = (typeof runtimeStatuses)[number];

export function isTerminal(status: RuntimeStatus): boolean {
  return status === 'Completed' || status === 'Failed' || status === 'Terminated';
}
