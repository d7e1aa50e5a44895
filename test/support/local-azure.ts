// Azurite and the stand-ins for one test file, in reach of the product's code in this process.
import { join } from 'node:path';
import { type Azurite, ensureAzurite } from '../../local/azurite/ensure-azurite';
import { type StandIns, startStandIns } from '../../local/stand-ins/start-stand-ins';
import { hostEnvironment } from '../../local/start/host-environment';
import { closeServiceBus } from '../../shared/events/service-bus';
import { temporaryDirectory } from './temporary-directory';

/** Call it at the top of a test file: started before its tests, and the configuration points at it, which is read at first use. */
export function useLocalAzure(): () => StandIns {
  let azurite: Azurite | undefined;
  let standIns: StandIns | undefined;
  afterAll(async () => {
    await closeServiceBus(); // the product keeps its link for the life of the process
    await standIns?.close();
    await azurite?.stop();
  });
  const directory = temporaryDirectory(); // after the hook above: jest runs them in order, and the folder must go last
  beforeAll(async () => {
    azurite = await ensureAzurite({ directory: join(directory(), 'azurite') });
    standIns = await startStandIns({ directory: directory(), ports: {}, knownSecrets: {} }, () => undefined);
    const { NODE_EXTRA_CA_CERTS: _read, ...environment } = await hostEnvironment(
      standIns.ready,
      azurite.connectionString,
      'off',
      directory(),
    );
    Object.assign(process.env, environment, { AZURE_FUNCTIONS_ENVIRONMENT: 'Development' });
  }, 60_000);
  return () => {
    if (!standIns) throw new Error('The stand-ins run only while tests run.');
    return standIns;
  };
}
