/** Resources of Azure Database Migration Service by their names: a service, its project, a task of the project. */
export interface DmsServiceId {
  subscriptionId: string;
  resourceGroup: string;
  service: string;
}

export interface DmsProjectId extends DmsServiceId {
  project: string;
}

export interface DmsTaskId extends DmsProjectId {
  task: string;
}

export const dmsServiceId = ({ subscriptionId, resourceGroup, service }: DmsServiceId) =>
  `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.DataMigration/services/${service}`;

export const dmsProjectId = (id: DmsProjectId) => `${dmsServiceId(id)}/projects/${id.project}`;

export const dmsTaskId = (id: DmsTaskId) => `${dmsProjectId(id)}/tasks/${id.task}`;
