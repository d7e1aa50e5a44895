/** Services of Azure Database Migration Service, and the projects in them. Each call is short: what takes minutes is looked at again. */
import type { TokenCredential } from '@azure/identity';
import { dataMigrationClient } from './arm';
import { dmsFailure, unlessDmsLacks } from './dms-failure';
import type { DmsProjectId, DmsServiceId } from './dms-resources';

export interface DmsService {
  tags: Record<string, string>;
  /** `Succeeded`: ready for work (azure-apis.md 2.2 has the others). */
  state: string;
}

export interface NewDmsService {
  location: string;
  tags: Record<string, string>;
  subnetId: string;
}

/** PostgreSQL is moved by services of this size only (azure-apis.md 2.2). */
const sku = { name: 'Premium_4vCores', tier: 'Premium', size: '4 vCores' };

const named = ({ service }: DmsServiceId) => `the service '${service}'`;
const servicesOf = async (identity: TokenCredential, { subscriptionId }: DmsServiceId) =>
  (await dataMigrationClient(identity, subscriptionId)).services;
const projectsOf = async (identity: TokenCredential, { subscriptionId }: DmsServiceId) =>
  (await dataMigrationClient(identity, subscriptionId)).projects;

export async function findDmsService(identity: TokenCredential, id: DmsServiceId): Promise<DmsService | undefined> {
  const services = await servicesOf(identity, id);
  const found = await unlessDmsLacks({ what: `reading ${named(id)}` }, () => services.get(id.resourceGroup, id.service));
  return found && { tags: found.tags ?? {}, state: found.provisioningState ?? 'Unknown' };
}

/** Returns when Azure has begun; the service is ready some ten minutes later. Writing the same again changes nothing. */
export async function beginDmsService(identity: TokenCredential, id: DmsServiceId, wanted: NewDmsService): Promise<void> {
  const services = await servicesOf(identity, id);
  const { location, tags, subnetId } = wanted;
  try {
    await services.beginCreateOrUpdate({ location, tags, sku, virtualSubnetId: subnetId }, id.resourceGroup, id.service);
  } catch (error) {
    throw dmsFailure(error, { what: `creating ${named(id)}`, conflict: 'DMS_NAME_TAKEN' });
  }
}

/** Returns when Azure has begun. */
export async function beginStartOfDmsService(identity: TokenCredential, id: DmsServiceId): Promise<void> {
  const services = await servicesOf(identity, id);
  try {
    await services.beginStart(id.resourceGroup, id.service);
  } catch (error) {
    throw dmsFailure(error, { what: `starting ${named(id)}` });
  }
}

/** With everything in it, what runs there included. Returns when Azure has begun; one that is gone is success. */
export async function beginDeletionOfDmsService(identity: TokenCredential, id: DmsServiceId): Promise<void> {
  const services = await servicesOf(identity, id);
  await unlessDmsLacks({ what: `deleting ${named(id)}` }, () =>
    services.beginDeleteMethod(id.resourceGroup, id.service, { deleteRunningTasks: true }),
  );
}

export async function hasDmsProject(identity: TokenCredential, id: DmsProjectId): Promise<boolean> {
  const projects = await projectsOf(identity, id);
  const what = `reading the project '${id.project}' of ${named(id)}`;
  return (await unlessDmsLacks({ what }, () => projects.get(id.resourceGroup, id.service, id.project))) !== undefined;
}

/** A project for migrations of PostgreSQL. */
export async function createDmsProject(identity: TokenCredential, id: DmsProjectId, location: string): Promise<void> {
  const projects = await projectsOf(identity, id);
  try {
    const project = { location, sourcePlatform: 'PostgreSql', targetPlatform: 'AzureDbForPostgreSql' } as const;
    await projects.createOrUpdate(project, id.resourceGroup, id.service, id.project);
  } catch (error) {
    throw dmsFailure(error, { what: `creating the project '${id.project}' of ${named(id)}` });
  }
}

/** With its tasks, running ones included. One that is gone is success. */
export async function deleteDmsProject(identity: TokenCredential, id: DmsProjectId): Promise<void> {
  const projects = await projectsOf(identity, id);
  await unlessDmsLacks({ what: `deleting the project '${id.project}' of ${named(id)}` }, () =>
    projects.deleteMethod(id.resourceGroup, id.service, id.project, { deleteRunningTasks: true }),
  );
}
