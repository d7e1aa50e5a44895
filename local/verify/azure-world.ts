/** Azurite and the stand-ins in reach of the product's code in this process, for searches that call its use cases directly. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeServiceBus } from '../../shared/events/service-bus';
import { ensureAzurite } from '../azurite/ensure-azurite';
import { startStandIns } from '../stand-ins/start-stand-ins';
import { hostEnvironment } from '../start/host-environment';

/** `settings`: further settings of the product, which it reads at first use and once per process. */
export async function withAzure<T>(use: () => Promise<T>, settings: Record<string, string> = {}): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'pgflex-verify-'));
  const ends: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const end = async () => {
    for (let next = ends.pop(); next; next = ends.pop()) await next();
  };
  const interrupted = () => void end().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const azurite = await ensureAzurite({ directory: join(folder, 'azurite') });
    ends.push(() => azurite.stop());
    const standIns = await startStandIns({ directory: folder, ports: {}, knownSecrets: {} }, () => undefined);
    ends.push(() => standIns.close());
    ends.push(() => closeServiceBus()); // the product keeps its link for the life of the process
    // Node reads the authorities of NODE_EXTRA_CA_CERTS at its own start only; the product's clients are told by PGFLEX_CA_FILE.
    const { NODE_EXTRA_CA_CERTS: _late, ...environment } = await hostEnvironment(standIns.ready, azurite.connectionString, 'off', folder);
    Object.assign(process.env, environment, { AZURE_FUNCTIONS_ENVIRONMENT: 'Development' }, settings);
    return await use();
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await end();
  }
}
