/** The local Resource Manager as an operator sees it, and its own settings. */
import { readFile } from 'node:fs/promises';
import { localCredential } from '../../demo/client/local-credential';
import { type JsonRequest, requestJson } from '../../demo/client/request-json';
import type { LoggedRequest } from '../../stand-ins/arm/pipeline/request-log';
import type { Endpoints } from '../../start/endpoints';

export interface ArmDesk {
  /** What an address of Azure answers. Throws what is no success. */
  read(path: string): Promise<unknown>;
  put(path: string, body: object): Promise<void>;
  /** `faults`, `rbac`, ... */
  set(what: string, body: object): Promise<void>;
  requests(): Promise<LoggedRequest[]>;
  forgetRequests(): Promise<void>;
  /** Resolves when a fault has hit a call since the faults were set. */
  hit(signal: AbortSignal): Promise<void>;
  hits(): Promise<number>;
  secretNames(): Promise<string[]>;
}

const apiVersion = 'api-version=2025-08-01';

export async function openArmDesk(endpoints: Endpoints): Promise<ArmDesk> {
  const ca = await readFile(endpoints.caFile, 'utf8');
  const credential = localCredential(endpoints, ca);
  const authorized = async (scope = endpoints.tokenScope) => ({ authorization: `Bearer ${(await credential.getToken(scope)).token}` });
  const ask = async (url: string, request: JsonRequest = {}) => {
    const { status, body, text } = await requestJson(url, { ca, ...request });
    if (status >= 300) throw new Error(`${request.method ?? 'GET'} ${new URL(url).pathname} was answered with ${status}: ${text}`);
    return body;
  };
  const local = (what: string) => `${endpoints.arm}/_local/${what}`;
  const hits = async () => {
    const { value } = (await ask(local('faults'))) as { value: { hits: number }[] };
    return value.reduce((sum, fault) => sum + fault.hits, 0);
  };
  return {
    read: async (path) => ask(`${endpoints.arm}${path}?${apiVersion}`, { headers: await authorized() }),
    put: async (path, body) =>
      void (await ask(`${endpoints.arm}${path}?${apiVersion}`, { method: 'PUT', body, headers: await authorized() })),
    set: async (what, body) => void (await ask(local(what), { method: 'PUT', body })),
    requests: async () => ((await ask(local('requests'))) as { value: LoggedRequest[] }).value,
    forgetRequests: async () => void (await ask(local('requests'), { method: 'DELETE' })),
    async hit(signal) {
      // One request may last for half a minute only.
      while ((await hits()) === 0) await ask(local('faults/hits?known=0'), { signal }).catch(unlessItOnlyTookLong(signal));
    },
    hits,
    async secretNames() {
      const found = (await ask(`${endpoints.keyVault}/secrets?api-version=7.4`, {
        headers: await authorized('https://vault.azure.net/.default'),
      })) as {
        value: { id: string }[];
      };
      return found.value.map(({ id }) => id.slice(id.lastIndexOf('/') + 1));
    },
  };
}

const unlessItOnlyTookLong = (signal: AbortSignal) => (error: unknown) => {
  if (signal.aborted || !(error instanceof Error) || !error.message.includes('was not answered within')) throw error;
};
