// Microsoft.DataMigration/services.
import { z } from 'zod';
import { type Answer, Refusal, type Request } from '../../../http/messages';
import { parseBody } from '../../../http/parse-body';
import { armError } from '../../errors';
import { beginOperation } from '../long-running';
import type { Operation } from '../operation';
import { requireValidName, resourcePath, serviceId } from '../resource-ids';
import { skus } from '../skus';
import { newEtag, provisioningState, type Service, type State } from '../state';
import type { TaskKey } from '../task-runs';
import { taskKinds } from '../tasks/task-kinds';
import type { DataMigrationWorld } from '../world';
import { findService, keyOfService, serviceOf } from './find';
import { deletesRunningTasks, endRunningTasks } from './running-tasks';

const subnetId = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/i;

const bodySchema = z.object({
  location: z.string().min(1),
  kind: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  sku: z.looseObject({ name: z.string() }),
  properties: z.looseObject({ virtualSubnetId: z.string().regex(subnetId, 'expected the resource id of a subnet') }),
});
type Body = z.infer<typeof bodySchema>;

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
      action: 'services/read',
      handle: list,
    },
    { method: 'GET', path: resourcePath, action: 'services/read', handle: list },
    {
      method: 'GET',
      path: service,
      action: 'services/read',
      handle: (request) => ({ status: 200, body: serviceResource(subscriptionId, findService(store.read(), request)) }),
    },
    { method: 'PUT', path: service, action: 'services/write', handle: (request) => putService(world, request) },
    { method: 'DELETE', path: service, action: 'services/delete', handle: (request) => deleteService(world, request) },
    { method: 'POST', path: `${service}/start`, action: 'services/start/action', handle: (request) => turn(request, 'Succeeded') },
    { method: 'POST', path: `${service}/stop`, action: 'services/stop/action', handle: (request) => turn(request, 'Stopped') },
    {
      method: 'POST',
      path: `${service}/checkStatus`,
      action: 'services/checkStatus/action',
      handle: (request) => checkStatus(store.read(), request),
    },
    {
      method: 'GET',
      path: `${service}/skus`,
      action: 'services/skus/read',
      handle(request) {
        findService(store.read(), request);
        return { status: 200, body: { value: skus.map((sku) => ({ resourceType: 'Microsoft.DataMigration/services', sku })) } };
      },
    },
  ];
}

async function putService({ store, subscriptionId, pace }: DataMigrationWorld, request: Request): Promise<Answer> {
  const { group = '', service: name = '' } = request.params;
  requireValidName(name, 'service');
  const body = parseBody(request.body, bodySchema, (message) => armError(400, 'InvalidRequestContent', message));
  const sku = skus.find((each) => each.name === body.sku.name);
  if (!sku)
    throw new Refusal(armError(400, 'InvalidSku', `The SKU '${body.sku.name}' is not one of ${skus.map((each) => each.name).join(', ')}.`));
  const untilMs = Date.now() + pace.serviceSeconds * 1000;
  const { known, stored } = await store.update((draft) => {
    const known = serviceOf(draft, request);
    if (known) refuseOtherProperties(known, body);
    const stored: Service = {
      ...(known ?? {
        resourceGroup: group,
        name,
        location: body.location,
        sku,
        virtualSubnetId: body.properties.virtualSubnetId,
        state: 'Succeeded',
        doing: 'Deploying',
        untilMs,
        projects: {},
      }),
      kind: body.kind ?? known?.kind,
      tags: body.tags,
      etag: newEtag(),
    };
    draft.services[keyOfService(request)] = stored;
    return { known, stored };
  });
  const resource = serviceResource(subscriptionId, stored);
  if (known && provisioningState(known) === known.state) return { status: 200, body: resource };
  const accepted = { ...resource, properties: { ...resource.properties, provisioningState: 'Accepted' } };
  return { status: known ? 200 : 201, body: accepted, headers: beginOperation(request, stored.location, stored.untilMs) };
}

/** Azure would let the SKU and the subnet of an idle service be changed. Here that is a collision of names: nobody who works with this product changes them. */
function refuseOtherProperties(known: Service, body: Body): void {
  if (provisioningState(known) === 'Deleting') {
    throw new Refusal(armError(409, 'Conflict', `The service '${known.name}' is being deleted.`));
  }
  const differing = [
    known.location.toLowerCase() === body.location.toLowerCase() || `location '${known.location}'`,
    known.sku.name === body.sku.name || `SKU '${known.sku.name}'`,
    known.virtualSubnetId.toLowerCase() === body.properties.virtualSubnetId.toLowerCase() || `subnet '${known.virtualSubnetId}'`,
  ].filter((difference) => difference !== true);
  if (differing.length === 0) return;
  const message = `The service '${known.name}' already exists in resource group '${known.resourceGroup}' with ${differing.join(', ')}.`;
  throw new Refusal(armError(409, 'Conflict', message));
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

function serviceResource(subscriptionId: string, service: Service) {
  const { name, location, kind, tags, sku, etag, virtualSubnetId } = service;
  return {
    id: serviceId(subscriptionId, service),
    name,
    type: 'Microsoft.DataMigration/services',
    location,
    kind,
    tags,
    etag,
    sku,
    properties: { provisioningState: provisioningState(service), virtualSubnetId },
  };
}
