// Microsoft.DataMigration/services/projects.
import { z } from 'zod';
import { type Answer, Refusal, type Request } from '../../../http/messages';
import { parseBody } from '../../../http/parse-body';
import { armError } from '../../errors';
import type { Operation } from '../../operation';
import { requireValidName, resourcePath, serviceId } from '../resource-ids';
import { type Project, provisioningState, type Service, withoutPasswords } from '../state';
import type { DataMigrationWorld } from '../world';
import { findProject, findService, keyOfTask, serviceOf } from './find';
import { endRunningTasks } from './running-tasks';

const platform = (name: string) =>
  z
    .string()
    .refine((value) => value.toLowerCase() === name.toLowerCase(), {
      message: `expected '${name}', which is all that the local service moves`,
    })
    .transform(() => name);

const bodySchema = z.object({
  location: z.string().min(1),
  tags: z.record(z.string(), z.string()).optional(),
  properties: z.looseObject({ sourcePlatform: platform('PostgreSql'), targetPlatform: platform('AzureDbForPostgreSql') }),
});

export function projectRoutes(world: DataMigrationWorld): Operation[] {
  const { store, subscriptionId } = world;
  const projects = `${resourcePath}/:service/projects`;
  const project = `${projects}/:project`;
  return [
    {
      method: 'GET',
      path: projects,
      action: 'Microsoft.DataMigration/services/projects/read',
      handle(request) {
        const service = findService(store.read(), request);
        return {
          status: 200,
          body: { value: Object.values(service.projects).map((each) => projectResource(subscriptionId, service, each)) },
        };
      },
    },
    {
      method: 'GET',
      path: project,
      action: 'Microsoft.DataMigration/services/projects/read',
      handle(request) {
        const found = findProject(store.read(), request);
        return { status: 200, body: projectResource(subscriptionId, findService(store.read(), request), found) };
      },
    },
    {
      method: 'PUT',
      path: project,
      action: 'Microsoft.DataMigration/services/projects/write',
      handle: (request) => putProject(world, request),
    },
    {
      method: 'DELETE',
      path: project,
      action: 'Microsoft.DataMigration/services/projects/delete',
      handle: (request) => deleteProject(world, request),
    },
  ];
}

async function putProject({ store, subscriptionId }: DataMigrationWorld, request: Request): Promise<Answer> {
  const name = request.params.project ?? '';
  requireValidName(name, 'project');
  const { location, tags, properties } = parseBody(request.body, bodySchema, (message) => armError(400, 'InvalidRequestContent', message));
  const key = keyOfTask(request).project;
  return store.update((draft) => {
    const service = requireOnline(findService(draft, request));
    const known = service.projects[key];
    if (known && known.location.toLowerCase() !== location.toLowerCase()) {
      throw new Refusal(
        armError(409, 'InvalidResourceLocation', `The project '${known.name}' already exists in location '${known.location}'.`),
      );
    }
    const { creationTime = new Date().toISOString(), tasks = {} } = known ?? {};
    const kept = withoutPasswords(properties) as Project['properties'];
    const stored: Project = { name: known?.name ?? name, location, tags, properties: kept, creationTime, tasks };
    service.projects[key] = stored;
    return { status: known ? 200 : 201, body: projectResource(subscriptionId, service, stored) };
  });
}

async function deleteProject({ store, runs }: DataMigrationWorld, request: Request): Promise<Answer> {
  const { service, project } = keyOfTask(request);
  const found = serviceOf(store.read(), request)?.projects[project];
  if (!found) return { status: 204 };
  const keys = Object.keys(found.tasks).map((task) => ({ service, project, task }));
  await endRunningTasks(request, runs, keys, `The project '${found.name}'`);
  await store.update((draft) => {
    const draftService = serviceOf(draft, request);
    if (draftService) delete draftService.projects[project];
  });
  return { status: 200 };
}

/** Nothing can be made in a service that is not there yet, stopped, or on its way out. */
export function requireOnline(service: Service): Service {
  const state = provisioningState(service);
  if (state === 'Succeeded') return service;
  throw new Refusal(armError(409, 'ServiceNotOnline', `The service '${service.name}' is in state ${state}, not Succeeded.`));
}

function projectResource(subscriptionId: string, service: Service, { name, location, tags, properties, creationTime }: Project) {
  return {
    id: `${serviceId(subscriptionId, service)}/projects/${name}`,
    name,
    type: 'Microsoft.DataMigration/services/projects',
    location,
    tags,
    properties: { ...properties, creationTime, provisioningState: 'Succeeded' },
  };
}
