/** Asks every dependency for a sign of life. */
import { pingKeyVault } from '../azure/key-vault';
import { pingServiceBus } from '../events/service-bus';
import { readRow } from '../state/tables';

export interface DependencyHealth {
  name: string;
  ok: boolean;
  message?: string;
}

const timeoutMs = 5_000;

const dependencies: Record<string, () => Promise<unknown>> = {
  storage: () => readRow('migrationsById', 'id', 'health'),
  keyVault: pingKeyVault,
  serviceBus: pingServiceBus,
};

export function checkHealth(): Promise<DependencyHealth[]> {
  return Promise.all(Object.entries(dependencies).map(([name, ping]) => check(name, ping)));
}

async function check(name: string, ping: () => Promise<unknown>): Promise<DependencyHealth> {
  let reject: (reason: Error) => void = () => undefined;
  const late = new Promise<never>((_, rejects) => {
    reject = rejects;
  });
  const timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs / 1000} s`)), timeoutMs);
  try {
    await Promise.race([ping(), late]);
    return { name, ok: true };
  } catch (error) {
    return { name, ok: false, message: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
