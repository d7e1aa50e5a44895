/** What is stored about one orchestration instance, beside its history. */
import type { RuntimeStatus } from './protocol';

/** The task of another instance that started this one. */
export interface ParentTask {
  instanceId: string;
  executionId: string;
  taskId: number;
}

export interface InstanceRecord {
  instanceId: string;
  name: string;
  /** New at every start and at every continueAsNew. */
  executionId: string;
  status: RuntimeStatus;
  parent?: ParentTask;
  /** JSON text. */
  input?: string;
  /** JSON text, once the instance has ended. */
  output?: string;
  /** JSON text. */
  customStatus?: string;
  /** ISO 8601. */
  createdAt: string;
  /** ISO 8601. */
  updatedAt: string;
  /** How many events of this execution are committed; rows beyond are left over from a commit that did not happen. */
  historyCount: number;
  /** Grows by one with each commit: tells whether a commit whose answer was lost took place. */
  revision: number;
}

export function isSameTask(a: ParentTask | undefined, b: ParentTask | undefined): boolean {
  return a?.instanceId === b?.instanceId && a?.executionId === b?.executionId && a?.taskId === b?.taskId;
}
