// Where the work of a migration is done in Azure: its service, its project, its tasks; and how it is known to be ours.
import type { TokenCredential } from '@azure/identity';
import type { DmsProjectId, DmsTaskId } from '../../azure/dms-resources';
import { dmsProjectName, dmsServiceName, dmsTaskName } from '../../domain/names';
import type { AzureAccess } from '../engine';

export interface DmsPlace {
  migrationId: string;
  identity: TokenCredential;
  project: DmsProjectId;
  azure: AzureAccess;
}

export function placeOf({ migrationId, azure }: { migrationId: string; azure?: AzureAccess }): DmsPlace {
  if (!azure) throw new Error('The engine dms was called without access to Azure.');
  const { subscriptionId, name: resourceGroup } = azure.resourceGroup;
  const project = { subscriptionId, resourceGroup, service: dmsServiceName(migrationId), project: dmsProjectName };
  return { migrationId, identity: azure.identity, project, azure };
}

export const taskOf = ({ project }: DmsPlace, number: number): DmsTaskId => ({ ...project, task: dmsTaskName(number) });

/** Tag of a service, and entry of a task's client data. */
export const migrationTag = 'pgflex-migration';
/** When it was begun, ISO. */
export const begunOnTag = 'pgflex-begun-on';

/** A name alone proves nothing: only what bears the id of the migration is touched. */
export const isOurs = ({ migrationId }: { migrationId: string }, marks: Record<string, string> | undefined) =>
  marks?.[migrationTag] === migrationId;

export const marksOf = ({ migrationId }: { migrationId: string }): Record<string, string> => ({
  [migrationTag]: migrationId,
  [begunOnTag]: new Date().toISOString(),
});

const shortestMs = 1_000;
const longestMs = 30_000;

/** When to look again at what bears these marks: a tenth of the time that it has taken so far, so that nobody has to count. */
export function lookAgainMs(marks: Record<string, string> | undefined): number {
  return Math.round(Math.min(Math.max(ageMs(marks) / 10, shortestMs), longestMs));
}

export function ageMs(marks: Record<string, string> | undefined): number {
  const begunOn = Date.parse(marks?.[begunOnTag] ?? '');
  return Number.isNaN(begunOn) ? 0 : Date.now() - begunOn;
}
