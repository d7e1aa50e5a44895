// Microsoft.DataMigration/services/projects/tasks.
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type Answer, Refusal, type Request } from '../../../http/messages';
import { parseBody } from '../../../http/parse-body';
import { armError } from '../../errors';
import type { Operation } from '../../operation';
import { requireValidName, resourcePath, serviceId } from '../resource-ids';
import { newEtag, type Task, withoutPasswords } from '../state';
import type { TaskKind } from '../tasks/task';
import { taskKinds } from '../tasks/task-kinds';
import type { DataMigrationWorld } from '../world';
import { findProject, findService, findTask, keyOfTask, serviceOf } from './find';
import { requireOnline } from './projects';
import { endRunningTasks } from './running-tasks';

const bodySchema = z.object({
  properties: z.looseObject({
    taskType: z.string(),
    clientData: z.record(z.string(), z.string()).optional(),
    /** Checked by the agent, after the service has taken the task. */
    input: z.unknown().optional(),
  }),
});

const commandSchema = z.object({
  commandType: z.literal('Migrate.Sync.Complete.Database'),
  input: z.looseObject({ databaseName: z.string().min(1) }),
});

const invalid = (message: string) => armError(400, 'InvalidRequestContent', message);

export function taskRoutes(world: DataMigrationWorld): Operation[] {
  const { store, runs } = world;
  const tasks = `${resourcePath}/:service/projects/:project/tasks`;
  const task = `${tasks}/:task`;
  return [
    {
      method: 'GET',
      path: tasks,
      action: 'Microsoft.DataMigration/services/projects/tasks/read',
      handle(request) {
        const type = request.query.get('taskType')?.toLowerCase();
        const found = Object.values(findProject(store.read(), request).tasks).filter(
          ({ taskType }) => !type || taskType.toLowerCase() === type,
        );
        return { status: 200, body: { value: found.map((each) => taskResource(world, request, each)) } };
      },
    },
    {
      method: 'GET',
      path: task,
      action: 'Microsoft.DataMigration/services/projects/tasks/read',
      handle: (request) => ({ status: 200, body: taskResource(world, request, findTask(store.read(), request)) }),
    },
    {
      method: 'PUT',
      path: task,
      action: 'Microsoft.DataMigration/services/projects/tasks/write',
      handle: (request) => putTask(world, request),
    },
    {
      method: 'DELETE',
      path: task,
      action: 'Microsoft.DataMigration/services/projects/tasks/delete',
      async handle(request) {
        const { project, task: name } = keyOfTask(request);
        const found = serviceOf(store.read(), request)?.projects[project]?.tasks[name];
        if (!found) return { status: 204 };
        await endRunningTasks(request, runs, [keyOfTask(request)], `The task '${found.name}'`);
        await store.update((draft) => {
          delete serviceOf(draft, request)?.projects[project]?.tasks[name];
        });
        return { status: 200 };
      },
    },
    {
      method: 'POST',
      path: `${task}/cancel`,
      action: 'Microsoft.DataMigration/services/projects/tasks/cancel/action',
      handle(request) {
        const found = findTask(store.read(), request);
        void runs.cancel(keyOfTask(request)); // it ends by itself: the client looks again
        return { status: 200, body: taskResource(world, request, found) };
      },
    },
    {
      method: 'POST',
      path: `${task}/command`,
      action: 'Microsoft.DataMigration/services/projects/tasks/command/action',
      handle(request) {
        const { name } = findTask(store.read(), request);
        const { input } = parseBody(request.body, commandSchema, invalid);
        const command = runs.completeDatabase(keyOfTask(request), input);
        if (command) return { status: 200, body: command };
        throw new Refusal(armError(400, 'TaskNotRunning', `The task '${name}' does not run, or takes no commands.`));
      },
    },
  ];
}

async function putTask(world: DataMigrationWorld, request: Request): Promise<Answer> {
  const { store, runs } = world;
  const name = request.params.task ?? '';
  requireValidName(name, 'task');
  const { taskType, clientData, input: given } = parseBody(request.body, bodySchema, invalid).properties;
  const kind = kindOf(taskType);
  const input = withoutPasswords(given);
  const { isNew, stored } = await store.update((draft) => {
    const { tasks } = findProject(draft, request);
    const known = tasks[keyOfTask(request).task];
    if (known) {
      if (known.taskType === taskType && isDeepStrictEqual(asJson(known.input), asJson(input))) return { isNew: false, stored: known };
      throw new Refusal(armError(409, 'Conflict', `The task '${known.name}' already exists, and a task cannot be changed.`));
    }
    const { sku, name: service } = requireOnline(findService(draft, request));
    if (kind.needsPremium && sku.tier !== 'Premium') {
      const message = `The service '${service}' has SKU '${sku.name}'. Online migrations need the Premium tier ('Premium_4vCores').`;
      throw new Refusal(armError(400, 'InvalidSku', message));
    }
    const stored: Task = { name, etag: newEtag(), taskType, clientData, input, state: 'Queued', errors: [], commands: [], output: [] };
    tasks[keyOfTask(request).task] = stored;
    return { isNew: true, stored };
  });
  const body = taskResource(world, request, stored); // before it runs: it shows Queued, as the real one
  if (isNew) runs.begin(keyOfTask(request), kind, given);
  return { status: isNew ? 201 : 200, body };
}

function kindOf(taskType: string): TaskKind {
  const kind = taskKinds[taskType];
  if (kind) return kind;
  const message = `The local Database Migration Service does not have tasks of type '${taskType}', only ${Object.keys(taskKinds).join(', ')}.`;
  throw new Refusal(armError(400, 'InvalidTaskType', message));
}

function taskResource({ store, subscriptionId, runs }: DataMigrationWorld, request: Request, record: Task) {
  const service = findService(store.read(), request);
  const project = findProject(store.read(), request);
  const { name, etag, taskType, clientData, input } = record;
  const { state, errors, commands, output } = runs.live(keyOfTaskNamed(request, name)) ?? record;
  const expanded = request.query.get('$expand')?.toLowerCase().split(',').includes('output');
  return {
    id: `${serviceId(subscriptionId, service)}/projects/${project.name}/tasks/${name}`,
    name,
    type: 'Microsoft.DataMigration/services/projects/tasks',
    etag,
    properties: { taskType, state, errors, commands, clientData, input, ...(expanded ? { output } : {}) },
  };
}

/** Without what only the way of making an object shows. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

const keyOfTaskNamed = (request: Request, name: string) => ({ ...keyOfTask(request), task: name.toLowerCase() });
