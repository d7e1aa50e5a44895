/** Azure Database Migration Service can be made only where its provider is registered; the service registers it itself where it may. */
import { answerOf } from '../../azure/azure-look';
import { dataMigrationProvider } from '../../azure/providers';
import { identityName } from './names';
import type { PrerequisiteRule } from './prerequisite-rule';

export const providerNotRegistered: PrerequisiteRule = {
  code: 'PROVIDER_NOT_REGISTERED',
  severity: 'error',
  check({ provider, principal }) {
    const registration = provider && answerOf(provider.registration);
    if (!registration || registration.state === 'Registered') return [];
    const { subscriptionId, waitedTooLong } = provider;
    const fix = `az provider register --namespace ${dataMigrationProvider} --subscription '${subscriptionId}' --wait`;
    const where = `The resource provider ${dataMigrationProvider} is ${registration.state} in the subscription '${subscriptionId}'`;
    if (registration.denied) return [{ message: `${where}. ${identityName(principal)} may not register it.`, fix }];
    return waitedTooLong ? [{ message: `${where} and did not become Registered in time.`, fix }] : [];
  },
};
