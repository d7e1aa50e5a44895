// Finds the resource that a request's path names, or answers that there is none.
import type { Request } from '../../../http/messages';
import { notFound, serviceKey } from '../resource-ids';
import { type Project, provisioningState, type Service, type State, type Task } from '../state';
import type { TaskKey } from '../task-runs';

export const keyOfService = ({ params }: Request) => serviceKey(params.group ?? '', params.service ?? '');

export const keyOfTask = (request: Request): TaskKey => ({
  service: keyOfService(request),
  project: (request.params.project ?? '').toLowerCase(),
  task: (request.params.task ?? '').toLowerCase(),
});

/** Undefined also when its deletion is over. */
export function serviceOf(state: State, request: Request): Service | undefined {
  const service = state.services[keyOfService(request)];
  return service && provisioningState(service) !== 'Gone' ? service : undefined;
}

export function findService(state: State, request: Request): Service {
  const service = serviceOf(state, request);
  if (service) return service;
  throw notFound(request, 'services', request.params.service ?? '');
}

export function findProject(state: State, request: Request): Project {
  const project = findService(state, request).projects[keyOfTask(request).project];
  if (project) return project;
  throw notFound(request, 'services/projects', `${request.params.service}/${request.params.project}`);
}

export function findTask(state: State, request: Request): Task {
  const task = findProject(state, request).tasks[keyOfTask(request).task];
  if (task) return task;
  const { service, project, task: name } = request.params;
  throw notFound(request, 'services/projects/tasks', `${service}/${project}/${name}`);
}
