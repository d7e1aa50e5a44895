/** The bodies of the API's requests for what has been entered. */
import { resourceGroupOf, subscriptionOf } from '../parts/format';
import { type Draft, sourceOf } from './draft';

/** Of the specification: an application in whose name the service acts; only where the person chose one. */
export const aadAppOf = ({ identity, clientId, tenantId, aadSecret }: Draft) =>
  identity === 'app' ? { aadApp: { clientId, tenantId, aadSecret } } : {};

export const targetGroupId = (targetId: string): string =>
  `/subscriptions/${subscriptionOf(targetId)}/resourceGroups/${resourceGroupOf(targetId)}`;

/** `properties` of PUT. `databases`: those of one of several migrations. */
export function migrationProperties(draft: Draft, targetId: string, databases: readonly string[] = draft.databases) {
  return {
    sourceDbServerResourceId: sourceOf(draft),
    dbsToMigrate: databases,
    migrationMode: 'Offline',
    overwriteDbsInTarget: draft.overwrite ? 'True' : 'False',
    migrationResourceGroup: {
      resourceId: draft.resourceGroupId || targetGroupId(targetId),
      ...(draft.subnetId ? { subnetResourceId: draft.subnetId } : {}),
    },
    secretParameters: {
      adminCredentials: { sourceServerPassword: draft.sourcePassword, targetServerPassword: draft.targetPassword },
      ...aadAppOf(draft),
    },
  };
}

export const planBody = (draft: Draft) => ({
  properties: {
    sourceDbServerResourceId: sourceOf(draft),
    dbsToMigrate: draft.databases,
    secretParameters: { adminCredentials: { sourceServerPassword: draft.sourcePassword }, ...aadAppOf(draft) },
  },
});

export const networkBody = (draft: Draft, targetId: string) => ({
  properties: {
    sourceDbServerResourceId: sourceOf(draft),
    targetDbServerResourceId: targetId,
    ...(draft.subnetId ? { migrationResourceGroup: { subnetResourceId: draft.subnetId } } : {}),
    ...(draft.identity === 'app' ? { secretParameters: aadAppOf(draft) } : {}),
  },
});

export const estimateBody = (draft: Draft, targetId: string) => {
  const { sourceDbServerResourceId, dbsToMigrate, secretParameters } = migrationProperties(draft, targetId);
  return { properties: { sourceDbServerResourceId, dbsToMigrate, secretParameters, targetDbServerResourceId: targetId } };
};
