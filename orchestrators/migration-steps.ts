/** The flow of a migration: prerequisites, pre-flight with its decisions, then one job per database, at most eight at once. */
import type { OrchestrationContext, Task } from 'durable-functions';
import {
  activityNames,
  type BeginCopyAnswer,
  type CloseWaitAnswer,
  type DatabaseInput,
  type DrivenAnswer,
  type MigrationInput,
  type NotYet,
  type OpenWaitAnswer,
  orchestrationNames,
  type PreflightAnswer,
  type PrerequisitesAnswer,
  type StepsResult,
} from '../shared/domain/durable-names';
import { longestTimerMs } from '../shared/domain/limits';
import { instanceIds, waitEventName } from '../shared/domain/names';
import { errorFrom } from './failures';

type Flow<T> = Generator<Task, T, unknown>;

/** Never throws: what went wrong is part of the result. A cancelled flow just ends; the control row knows why. */
export function* migrationSteps(context: OrchestrationContext): Flow<StepsResult> {
  const input: MigrationInput = context.df.getInput();
  try {
    const prerequisites = yield* driven<Exclude<PrerequisitesAnswer, NotYet>>(context, activityNames.checkPrerequisites, input);
    if (prerequisites.kind !== 'ok') return prerequisites.kind === 'failed' ? { error: prerequisites.error } : {};
    if (prerequisites.opensNetworkPath) {
      const opened = yield* driven(context, activityNames.openNetworkPath, input);
      if (opened.kind !== 'ok') return opened.kind === 'failed' ? { error: opened.error } : {};
    }
    const preflight = yield* untilReady(context, input);
    if (preflight.kind !== 'ready') return preflight.kind === 'failed' ? { error: preflight.error } : {}; // stopped, or only to be validated
    if (prerequisites.preparesEngine) {
      const prepared = yield* driven(context, activityNames.prepareEngine, input);
      if (prepared.kind !== 'ok') return prepared.kind === 'failed' ? { error: prepared.error } : {};
    }
    const begun = (yield context.df.callActivity(activityNames.beginCopy, input)) as BeginCopyAnswer;
    if (begun.kind !== 'copy') return {};
    yield context.df.Task.all(
      begun.databases.map(({ number }) => {
        const job: DatabaseInput = { ...input, number };
        return context.df.callSubOrchestrator(orchestrationNames.migrateDatabase, job, instanceIds.database(input.migrationId, number));
      }),
    );
    return {};
  } catch (error) {
    return { error: errorFrom(error) };
  }
}

/** Calls an activity that drives something long outside, until it is done; each call is short. */
function* driven<Done extends { kind: string } = Exclude<DrivenAnswer, NotYet>>(
  context: OrchestrationContext,
  activity: string,
  input: MigrationInput,
): Flow<Done> {
  for (;;) {
    const answer = (yield context.df.callActivity(activity, input)) as Done | NotYet;
    if (!isNotYet(answer)) return answer;
    yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + answer.retryAfterMs));
  }
}

const isNotYet = (answer: { kind: string }): answer is NotYet => answer.kind === 'notYet';

/** Pre-flight, again after each decision, until nothing is left to decide. */
function* untilReady(
  context: OrchestrationContext,
  input: MigrationInput,
): Flow<Exclude<PreflightAnswer, { kind: 'needs' | 'setUpReplication' }>> {
  for (let round = 0; ; round++) {
    const preflight = (yield context.df.callActivity(activityNames.runPreflight, { ...input, round })) as PreflightAnswer;
    if (preflight.kind === 'setUpReplication') {
      const done = yield* driven(context, activityNames.setUpReplication, input);
      if (done.kind !== 'ok') return done;
      continue;
    }
    if (preflight.kind !== 'needs') return preflight;
    const { need } = preflight;
    const opened = (yield context.df.callActivity(activityNames.openWait, { ...input, round, need })) as OpenWaitAnswer;
    if (opened.kind === 'stopped') return opened;
    if (opened.kind === 'open' && (yield* decision(context, input, opened)).kind === 'stopped') return { kind: 'stopped' };
  }
}

/**
 * Waits until the wait's row has an outcome. The event and the timer only wake; `closeWait` decides. Each look has tasks of its own: a pending
 * task in a second `Task.any` runs twice (functions-host.md 4).
 */
function* decision(
  context: OrchestrationContext,
  input: MigrationInput,
  { waitId, expiresOn }: { waitId: string; expiresOn: string },
): Flow<Exclude<CloseWaitAnswer, { kind: 'open' }>> {
  for (;;) {
    const now = context.df.currentUtcDateTime.getTime();
    const dueIn = new Date(expiresOn).getTime() - now;
    const timer = context.df.createTimer(new Date(now + Math.min(Math.max(dueIn, 0), longestTimerMs)));
    const event = context.df.waitForExternalEvent(waitEventName(waitId));
    const first = yield context.df.Task.any([event, timer]);
    if (!timer.isCompleted) timer.cancel();
    const expired = first === timer && dueIn <= longestTimerMs;
    const answer = (yield context.df.callActivity(activityNames.closeWait, { ...input, waitId, expired })) as CloseWaitAnswer;
    if (answer.kind !== 'open') return answer;
  }
}
