/** Resource providers of a subscription: Azure lets nobody make resources of one that is not registered. */
import type { TokenCredential } from '@azure/identity';
import { resourcesClient } from './arm';
import { armFailure } from './arm-failure';

export const dataMigrationProvider = 'Microsoft.DataMigration';

export interface Registration {
  /** As Azure writes it: NotRegistered, Registering, Registered, Unregistering. */
  state: string;
  /** It had to be registered, and this identity may not. */
  denied?: boolean;
}

/** Registers it where it is not; that takes Azure a minute or two, in which the state is Registering. Throws a MigrationFailure. */
export async function ensureRegistered(identity: TokenCredential, subscriptionId: string, provider: string): Promise<Registration> {
  const { providers } = await resourcesClient(identity, subscriptionId);
  const { registrationState: state = 'NotRegistered' } = await providers.get(provider).catch((error: unknown) => {
    throw armFailure(error, `reading the resource provider '${provider}'`);
  });
  if (state === 'Registered' || state === 'Registering') return { state };
  try {
    return { state: (await providers.register(provider)).registrationState ?? 'Registering' };
  } catch (error) {
    const failure = armFailure(error, `registering the resource provider '${provider}'`);
    if (failure.error.code === 'ARM_ACCESS_DENIED') return { state, denied: true };
    throw failure;
  }
}
