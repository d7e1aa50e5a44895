// Microsoft.DataMigration/services.
import { type Answer, Refusal, type Request } from '../../../http/messages';
import { armError } from '../../errors';
import type { Operation } from '../../operation';
import { resourcePath } from '../resource-ids';
import { beginOperation } from '../service-operations';
import { skus } from '../skus';
import { provisioningState, type Service, type State } from '../state';
import type { TaskKey } from '../task-runs';
import { taskKinds } from '../tasks/task-kinds';
import type { DataMigrationWorld } from '../world';
import { findService, keyOfService, serviceOf } from './find';
import { joinedSubnets, putService } from './put-service';
import { deletesRunningTasks, endRunningTasks } from './running-tasks';
import { serviceResource } from './service-resource';

export function serviceRoutes(world: DataMigrationWorld): Operation[] {
  const { store, subscriptionId } = world;
  const service = `${resourcePath}/:service`;
  const list = (request: Request): Answer => {
    const group = request.params.group?.toLowerCase();
    const found = Object.values(store.read().services).filter(
      (each) => provisioningState(each) !== 'Gone' && (group === undefined || each.resourceGroup.toLowerCase() === group),
    );
    return { status: 200, body: { value: found.map((each) => serviceResource(subscriptionId, each)) } };
  };
  const turn = (request: Request, to: 'Succeeded' | 'Stopped') => turnService(world, request, to);
  return [
    {
      method: 'GET',
      path: '/subscriptions/:subscription/providers/Microsoft.DataMigration/services',
      action: 'Microsoft.DataMigration/services/read',
      handle: list,
    },
    { method: 'GET', path: resourcePath, action: 'Microsoft.DataMigration/services/read', handle: list },
    {
      method: 'GET',
      path: service,
      action: 'Microsoft.DataMigration/services/read',
      handle: (request) => ({ status: 200, body: serviceResource(subscriptionId, findService(store.read(), request)) }),
    },
    {
      method: 'PUT',
      path: service,
      action: 'Microsoft.DataMigration/services/write',
      linked: joinedSubnets,
      handle: (request) => putService(world, request),
    },
    {
      method: 'DELETE',
      path: service,
      action: 'Microsoft.DataMigration/services/delete',
      handle: (request) => deleteService(world, request),
    },
    {
      method: 'POST',
      path: `${service}/start`,
      action: 'Microsoft.DataMigration/services/start/action',
      handle: (request) => turn(request, 'Succeeded'),
    },
    {
      method: 'POST',
      path: `${service}/stop`,
      action: 'Microsoft.DataMigration/services/stop/action',
      handle: (request) => turn(request, 'Stopped'),
    },
    {
      method: 'POST',
      path: `${service}/checkStatus`,
      action: 'Microsoft.DataMigration/services/checkStatus/action',
      handle: (request) => checkStatus(store.read(), request),
    },
    {
      method: 'GET',
      path: `${service}/skus`,
      action: 'Microsoft.DataMigration/services/skus/read',
      handle(request) {
        findService(store.read(), request);
        return { status: 200, body: { value: skus.map((sku) => ({ resourceType: 'Microsoft.DataMigration/services', sku })) } };
      },
    },
  ];
}

async function deleteService({ store, runs, pace }: DataMigrationWorld, request: Request): Promise<Answer> {
  const service = serviceOf(store.read(), request);
  if (!service) return { status: 204 };
  const what = `The service '${service.name}'`;
  const projects = Object.keys(service.projects);
  await endRunningTasks(request, runs, taskKeys(keyOfService(request), service), what);
  if (projects.length > 0 && !deletesRunningTasks(request)) {
    const message = `${what} has nested resources: ${projects.map((project) => `projects/${project}`).join(', ')}. Delete them first, or delete with deleteRunningTasks=true.`;
    throw new Refusal(armError(409, 'CannotDeleteResource', message));
  }
  const untilMs = Date.now() + pace.serviceSeconds * 1000;
  await store.update((draft) => {
    const draftService = serviceOf(draft, request);
    if (draftService) Object.assign(draftService, { state: 'Gone', doing: 'Deleting', untilMs, projects: {} });
  });
  return { status: 202, headers: beginOperation(request, service.location, untilMs) };
}

async function turnService({ store, runs, pace }: DataMigrationWorld, request: Request, to: 'Succeeded' | 'Stopped'): Promise<Answer> {
  const service = findService(store.read(), request);
  const now = provisioningState(service);
  if (now === to) return { status: 200 };
  if (now !== service.state) throw new Refusal(armError(409, 'Conflict', `The service '${service.name}' is in state ${now}.`));
  if (taskKeys(keyOfService(request), service).some((key) => runs.live(key))) {
    throw new Refusal(armError(400, 'ServiceIsBusy', `The service '${service.name}' has running tasks.`));
  }
  const untilMs = Date.now() + pace.serviceSeconds * 1000;
  await store.update((draft) => {
    Object.assign(findService(draft, request), { state: to, doing: to === 'Stopped' ? 'Stopping' : 'Starting', untilMs });
  });
  return { status: 202, headers: beginOperation(request, service.location, untilMs) };
}

function checkStatus(state: State, request: Request): Answer {
  const online = provisioningState(findService(state, request)) === 'Succeeded';
  const supportedTaskTypes = Object.keys(taskKinds);
  return {
    status: 200,
    body: { agentVersion: 'local', status: online ? 'Online' : 'Offline', vmSize: 'Standard_D4_v2', supportedTaskTypes },
  };
}

const taskKeys = (key: string, { projects }: Service): TaskKey[] =>
  Object.entries(projects).flatMap(([project, { tasks }]) => Object.keys(tasks).map((task) => ({ service: key, project, task })));
