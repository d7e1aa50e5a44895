// What is kept of the local Database Migration Service: services, their projects, and tasks without any password.
import { randomBytes } from 'node:crypto';
import { z } from 'zod';

const plainError = z.object({ code: z.string(), message: z.string() });
const odataError = plainError.extend({ details: z.array(plainError).optional() });

/** States after which a task does nothing more. `Canceling` is not in the API's list, but the real service answers it (azure-cli's tests). */
export const endedTaskStates = ['Canceled', 'Succeeded', 'Failed', 'FailedInputValidation'] as const;

const taskSchema = z.object({
  name: z.string(),
  etag: z.string(),
  taskType: z.string(),
  clientData: z.record(z.string(), z.string()).optional(),
  input: z.unknown().optional(),
  state: z.enum(['Queued', 'Running', 'Canceling', ...endedTaskStates]),
  errors: z.array(odataError),
  commands: z.array(z.looseObject({ commandType: z.string(), state: z.string() })),
  output: z.array(z.unknown()),
});
export type Task = z.infer<typeof taskSchema>;
export type TaskState = Task['state'];

const projectSchema = z.object({
  name: z.string(),
  location: z.string(),
  tags: z.record(z.string(), z.string()).optional(),
  properties: z.record(z.string(), z.unknown()),
  creationTime: z.string(),
  /** By lower-case name. */
  tasks: z.record(z.string(), taskSchema),
});
export type Project = z.infer<typeof projectSchema>;

const serviceSchema = z.object({
  resourceGroup: z.string(),
  name: z.string(),
  etag: z.string(),
  location: z.string(),
  kind: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  sku: z.object({ name: z.string(), tier: z.string(), size: z.string() }),
  virtualSubnetId: z.string(),
  /** What it is once `untilMs` has passed; before that, what it is doing. No timer runs: a restart changes nothing. */
  state: z.enum(['Succeeded', 'Stopped', 'Gone']),
  doing: z.enum(['Deploying', 'Starting', 'Stopping', 'Deleting']),
  untilMs: z.number(),
  /** By lower-case name. */
  projects: z.record(z.string(), projectSchema),
});
export type Service = z.infer<typeof serviceSchema>;

/** Services by lower-case `<resource group>/<name>`. */
export const stateSchema = z.object({ services: z.record(z.string(), serviceSchema) });
export type State = z.infer<typeof stateSchema>;

export const provisioningState = ({ state, doing, untilMs }: Service) => (Date.now() < untilMs ? doing : state);

export const isTaskEnded = ({ state }: Pick<Task, 'state'>) => endedTaskStates.some((ended) => ended === state);

export const newEtag = () => randomBytes(32).toString('base64');

/** The service never gives a password back, and this one does not keep it either: only the run of a task has it, in memory. */
export function withoutPasswords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPasswords);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key.toLowerCase() !== 'password');
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutPasswords(inner)]));
}
