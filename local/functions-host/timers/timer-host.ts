/**
 * Runs the app's timer functions. Runs of one function never overlap; a tick that was missed meanwhile follows at once, and one that was
 * missed while the host was down fires at start with isPastDue.
 */
import { type FunctionApp, triggerOf } from '../core/function-app';
import { invoke } from '../core/invoke';
import { createAlarms } from '../durable/alarms';
import { errorText, type HostLog } from '../log';
import { parseSchedule, type Schedule } from './schedule';
import type { TimerStatus, TimerStatusStore } from './timer-status-store';

/** The real host keeps no status of timers that run more often than once a minute. */
const shortestMonitoredMs = 60_000;
/** What the real host reports as the last run before the first one. */
const never = '0001-01-01T00:00:00+00:00';

export interface TimerHost {
  start(): Promise<void>;
  /** Runs a timer function now, whatever its schedule; false if there is none of that name. */
  trigger(functionName: string): boolean;
  stop(): void;
}

export interface TimerHostOptions {
  app: FunctionApp;
  statuses: TimerStatusStore;
  extraInputs: (functionName: string) => { name: string; data: { string?: string } }[];
  log: HostLog;
}

interface Timer {
  functionName: string;
  bindingName: string;
  schedule: Schedule;
  runOnStartup: boolean;
  isMonitored: boolean;
}

export function createTimerHost({ app, statuses, extraInputs, log }: TimerHostOptions): TimerHost {
  const timers = [...app.functions.values()].flatMap(({ metadata }) => {
    const trigger = triggerOf(metadata);
    if (trigger?.type.toLowerCase() !== 'timertrigger') return [];
    const {
      schedule,
      runOnStartup = false,
      useMonitor = true,
    } = trigger.options as { schedule: string; runOnStartup?: boolean; useMonitor?: boolean };
    return [toTimer(metadata.name, trigger.name, schedule, runOnStartup, useMonitor)];
  });
  const alarms = createAlarms();
  let isStopped = false;

  async function begin(timer: Timer): Promise<void> {
    const now = new Date();
    const status = timer.isMonitored ? await statuses.read(timer.functionName) : undefined;
    const isPastDue = status !== undefined && new Date(status.next) < now;
    if (isPastDue || timer.runOnStartup) void runAndGoOn(timer, now, isPastDue, status);
    else schedule(timer, timer.schedule.next(now), status);
  }

  function schedule(timer: Timer, at: Date, status: TimerStatus | undefined): void {
    if (!isStopped) alarms.set(timer.functionName, 0, at, () => void runAndGoOn(timer, at, false, status));
  }

  async function runAndGoOn(timer: Timer, due: Date, isPastDue: boolean, before: TimerStatus | undefined): Promise<void> {
    await run(timer, isPastDue, before);
    const after = new Date();
    const nextTick = timer.schedule.next(due);
    const next = nextTick < after ? after : nextTick;
    const status = { last: due.toISOString(), next: timer.schedule.next(after).toISOString(), lastUpdated: after.toISOString() };
    if (timer.isMonitored && !isStopped) await remember(timer, status);
    schedule(timer, next, status);
  }

  async function remember({ functionName }: Timer, status: TimerStatus): Promise<void> {
    try {
      await statuses.write(functionName, status);
    } catch (error) {
      log.error(functionName, `The status of the timer could not be stored: ${errorText(error)}`);
    }
  }

  async function run(
    { functionName, bindingName, isMonitored, schedule: times }: Timer,
    isPastDue: boolean,
    status: TimerStatus | undefined,
  ): Promise<void> {
    const { last = never, lastUpdated = never, next = times.next(new Date()).toISOString() } = status ?? {};
    const input = {
      Schedule: { AdjustForDST: true },
      ScheduleStatus: isMonitored ? { Last: last, Next: next, LastUpdated: lastUpdated } : null,
      IsPastDue: isPastDue,
    };
    const startedAt = performance.now();
    try {
      await invoke(app, {
        functionName,
        inputs: [{ name: bindingName, data: { json: JSON.stringify(input) } }, ...extraInputs(functionName)],
      });
      log.info(functionName, `Executed (Succeeded, ${Math.round(performance.now() - startedAt)} ms)`);
    } catch (error) {
      log.error(functionName, `Executed (Failed): ${error instanceof Error ? error.stack : error}`);
    }
  }

  return {
    async start() {
      for (const timer of timers) await begin(timer);
    },
    trigger(functionName) {
      const timer = timers.find((candidate) => candidate.functionName.toLowerCase() === functionName.toLowerCase());
      if (timer) void run(timer, false, undefined);
      return timer !== undefined;
    },
    stop() {
      isStopped = true;
      alarms.clearAll();
    },
  };
}

function toTimer(functionName: string, bindingName: string, expression: string, runOnStartup: boolean, useMonitor: boolean): Timer {
  const schedule = parseSchedule(functionName, expression, process.env);
  const first = schedule.next(new Date());
  const isMonitored = useMonitor && schedule.next(first).getTime() - first.getTime() >= shortestMonitoredMs;
  return { functionName, bindingName, schedule, runOnStartup, isMonitored };
}
