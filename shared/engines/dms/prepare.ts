// Makes what the databases of a migration share: the service, its project, and the answers to whether it can reach both servers.

import { dmsProjectId, dmsServiceId } from '../../azure/dms-resources';
import { beginDmsService, beginStartOfDmsService, createDmsProject, findDmsService, hasDmsProject } from '../../azure/dms-services';
import { fail, MigrationFailure } from '../../domain/error-codes';
import type { Engine, EngineContext, MigrationJob, Prepared } from '../engine';
import { checkServers } from './check-servers';
import { ageMs, type DmsPlace, isOurs, lookAgainMs, marksOf, placeOf } from './place';

type Context = Parameters<NonNullable<Engine['prepare']>>[1];
type Creating = Pick<EngineContext, 'isWanted' | 'willCreate'>;

/** Azure makes a service within ten to twelve minutes (azure-apis.md 2.2). */
const servicePatienceMs = 60 * 60 * 1000;

/** One step further. What a call before this one began is found by its name, also where its answer was lost. */
export async function prepare(job: MigrationJob, { isWanted, willCreate }: Context): Promise<Prepared> {
  const context = { isWanted, willCreate };
  const place = placeOf(job);
  try {
    const waiting = (await ensureService(place, context)) ?? (await ensureProject(place, context));
    return waiting ?? (await checkServers(job, place, context));
  } catch (error) {
    if (error instanceof MigrationFailure) return { kind: 'failed', error: error.error };
    throw error;
  }
}

/** Nothing is created any more; who asked finds out why by himself. */
const unwanted: Prepared = { kind: 'notYet', retryAfterMs: 1_000 };

/** Undefined: it is there and ready. */
async function ensureService(place: DmsPlace, { isWanted, willCreate }: Creating): Promise<Prepared | undefined> {
  const { identity, project } = place;
  const service = await findDmsService(identity, project);
  if (!service) return createService(place, { isWanted, willCreate });
  if (!isOurs(place, service.tags)) throw taken(place);
  switch (service.state) {
    case 'Succeeded':
      return undefined;
    case 'Failed':
    case 'FailedToStart':
    case 'FailedToStop':
    case 'Deleting':
      throw fail('DMS_SERVICE_FAILED', `The service '${project.service}' did not come into being: its state is ${service.state}.`, {
        objects: [dmsServiceId(project)],
      });
    case 'Stopped': // Azure stops services that have been idle for a day
      await beginStartOfDmsService(identity, project);
      return { kind: 'notYet', retryAfterMs: lookAgainMs(service.tags) };
    default:
      if (ageMs(service.tags) > servicePatienceMs) throw tooSlow(place, service.state);
      return { kind: 'notYet', retryAfterMs: lookAgainMs(service.tags) };
  }
}

async function createService(place: DmsPlace, { isWanted, willCreate }: Creating): Promise<Prepared> {
  const { identity, project, azure } = place;
  if (!azure.subnetId) {
    throw fail(
      'DMS_SUBNET_MISSING',
      'Azure Database Migration Service needs a subnet from which it reaches both servers, and the request names none.',
    );
  }
  if (!(await isWanted())) return unwanted;
  await willCreate({ kind: 'dmsService', name: dmsServiceId(project) });
  const tags = marksOf(place);
  await beginDmsService(identity, project, { location: azure.location, subnetId: azure.subnetId, tags });
  return { kind: 'notYet', retryAfterMs: lookAgainMs(tags) };
}

const taken = ({ project, migrationId }: DmsPlace) =>
  fail(
    'DMS_NAME_TAKEN',
    `The resource group '${project.resourceGroup}' has a service '${project.service}' already, which migration ${migrationId} did not make.`,
    { objects: [dmsServiceId(project)] },
  );

const tooSlow = ({ project }: DmsPlace, state: string) =>
  fail('DMS_SERVICE_FAILED', `The service '${project.service}' is still ${state} after ${servicePatienceMs / 60_000} minutes.`, {
    objects: [dmsServiceId(project)],
  });

async function ensureProject({ identity, project, azure }: DmsPlace, { isWanted, willCreate }: Creating): Promise<Prepared | undefined> {
  if (await hasDmsProject(identity, project)) return undefined;
  if (!(await isWanted())) return unwanted;
  await willCreate({ kind: 'dmsProject', name: dmsProjectId(project) });
  await createDmsProject(identity, project, azure.location);
  return undefined;
}
