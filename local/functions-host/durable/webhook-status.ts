/** How an instance looks over HTTP. The order of the fields and the one-second times are the real host's. */
import { eventType, type HistoryEvent } from './protocol';
import type { InstanceRecord } from './record';

export interface StatusView {
  showInput: boolean;
  history?: readonly HistoryEvent[];
  showHistoryOutput: boolean;
}

/** `input` and `output` must be null and never absent: the client throws otherwise. */
export function statusBody(record: InstanceRecord, { showInput, history, showHistoryOutput }: StatusView) {
  return {
    name: record.name,
    instanceId: record.instanceId,
    runtimeStatus: record.status,
    input: showInput ? parse(record.input) : null,
    customStatus: parse(record.customStatus),
    output: parse(record.output),
    createdTime: wholeSeconds(record.createdAt),
    lastUpdatedTime: wholeSeconds(record.updatedAt),
    historyEvents: history ? historyEvents(history, showHistoryOutput) : null,
  };
}

/** Scheduling and completion of a task in one entry, as the real host shows them. */
function historyEvents(history: readonly HistoryEvent[], showOutput: boolean): Record<string, unknown>[] {
  const scheduled = new Map(history.filter((event) => event.EventId >= 0).map((event) => [event.EventId, event]));
  return history.flatMap((event) => {
    const name = eventNames[event.EventType];
    if (!name) return [];
    const task = scheduled.get(event.TaskScheduledId ?? event.TimerId ?? -1);
    const functionName = task?.Name ?? (event.EventType === eventType.executionStarted ? event.Name : undefined);
    return [
      {
        EventType: name,
        ...(event.EventType === eventType.eventRaised ? { Name: event.Name } : {}),
        ...(event.OrchestrationStatus ? { OrchestrationStatus: event.OrchestrationStatus } : {}),
        ...(event.Reason === undefined ? {} : { Reason: event.Reason }),
        ...(showOutput && event.Result !== undefined ? { Result: parse(event.Result) } : {}),
        ...(event.FireAt ? { FireAt: event.FireAt } : {}),
        ...(task ? { ScheduledTime: task.Timestamp } : {}),
        ...(functionName === undefined ? {} : { FunctionName: functionName }),
        Timestamp: event.Timestamp,
      },
    ];
  });
}

const eventNames: Record<number, string> = {
  [eventType.executionStarted]: 'ExecutionStarted',
  [eventType.executionCompleted]: 'ExecutionCompleted',
  [eventType.executionTerminated]: 'ExecutionTerminated',
  [eventType.taskCompleted]: 'TaskCompleted',
  [eventType.taskFailed]: 'TaskFailed',
  [eventType.subOrchestrationCompleted]: 'SubOrchestrationInstanceCompleted',
  [eventType.subOrchestrationFailed]: 'SubOrchestrationInstanceFailed',
  [eventType.timerCreated]: 'TimerCreated',
  [eventType.timerFired]: 'TimerFired',
  [eventType.eventRaised]: 'EventRaised',
  [eventType.executionSuspended]: 'ExecutionSuspended',
  [eventType.executionResumed]: 'ExecutionResumed',
};

function parse(text: string | undefined): unknown {
  return text === undefined ? null : JSON.parse(text);
}

function wholeSeconds(time: string): string {
  return time.replace(/\.\d+Z$/, 'Z');
}
