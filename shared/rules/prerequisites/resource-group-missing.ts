/** The migration resource group must exist: the service makes none. */
import { answerOf } from '../../azure/azure-look';
import type { PrerequisiteRule } from './prerequisite-rule';

export const resourceGroupMissing: PrerequisiteRule = {
  code: 'RESOURCE_GROUP_NOT_FOUND',
  severity: 'error',
  check({ resourceGroup }) {
    if (!resourceGroup || answerOf(resourceGroup.exists) !== false) return [];
    const { id, name, location } = resourceGroup;
    const [, , subscriptionId] = id.split('/');
    return [
      {
        message: `There is no resource group '${name}' in the subscription '${subscriptionId}'.`,
        objects: [id],
        fix: `az group create --subscription '${subscriptionId}' --name '${name}' --location '${location}'`,
      },
    ];
  },
};
