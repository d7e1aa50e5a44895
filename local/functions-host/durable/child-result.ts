/** What a parent hears when its sub-orchestration has ended. */
import { eventType, type HistoryEvent, type RuntimeStatus } from './protocol';

export function childResult(
  child: { status: RuntimeStatus; output?: string },
  taskId: number,
): Partial<HistoryEvent> & Pick<HistoryEvent, 'EventType'> {
  const output = child.output ?? 'null';
  if (child.status === 'Completed') return { EventType: eventType.subOrchestrationCompleted, TaskScheduledId: taskId, Result: output };
  const value: unknown = JSON.parse(output);
  const Reason = typeof value === 'string' ? value : output;
  return {
    EventType: eventType.subOrchestrationFailed,
    TaskScheduledId: taskId,
    Reason,
    Details: `The sub-orchestration ended as ${child.status}.`,
  };
}
