/** An identity with rights on single resources may not see the providers of the subscription; then making the service will show. */
import { isDenied } from '../../azure/azure-look';
import { dataMigrationProvider } from '../../azure/providers';
import { identityName } from './names';
import type { PrerequisiteRule } from './prerequisite-rule';

export const providerUnknown: PrerequisiteRule = {
  code: 'PROVIDER_NOT_REGISTERED',
  severity: 'warning',
  check({ provider, principal }) {
    if (!provider || !isDenied(provider.registration)) return [];
    return [
      {
        message: `${identityName(principal)} may not see whether ${dataMigrationProvider} is registered in the subscription '${provider.subscriptionId}'.`,
        fix: `az provider show --namespace ${dataMigrationProvider} --subscription '${provider.subscriptionId}' --query registrationState`,
      },
    ];
  },
};
