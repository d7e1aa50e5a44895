/** Retries for the client of Azure Database Migration Service, whose own wait half a minute and more after each failure. */
import { setTimeout as delay } from 'node:timers/promises';
import type { DataMigrationServiceClient } from '@azure/arm-datamigration';

type Options = NonNullable<ConstructorParameters<typeof DataMigrationServiceClient>[2]>;
type Factories = Exclude<NonNullable<Options['requestPolicyFactories']>, (defaults: never) => unknown>;
type Policy = ReturnType<Factories[number]['create']>;
type Request = Parameters<Policy['sendRequest']>[0];
type Response = Awaited<ReturnType<Policy['sendRequest']>>;

const firstPauseMs = 1_000;
const longestPauseMs = 10_000;

/** As the newer clients do: throttled, 5xx and broken connections, after a pause that doubles or that Azure asks for. `timeoutMs`: of each attempt. */
export const retrying = (maxRetries: number, timeoutMs: number): Factories[number] => ({
  create: (next: Policy) => ({
    async sendRequest(request: Request): Promise<Response> {
      for (let attempt = 0; ; attempt++) {
        // Its own time-out would keep the process alive until it is over.
        request.abortSignal = AbortSignal.timeout(timeoutMs) as Request['abortSignal'];
        const isLast = attempt === maxRetries;
        const response = await next.sendRequest(request).catch((error: unknown) => {
          if (isLast || !isBroken(error)) throw error;
          return undefined;
        });
        if (response && (isLast || !mayPass(response.status))) return response;
        await delay(pauseMs(attempt, response?.headers.get('retry-after')));
      }
    },
  }),
});

/** 501 and 505 will not become better. */
const mayPass = (status: number) => status === 408 || status === 429 || (status >= 500 && status !== 501 && status !== 505);

const isBroken = (error: unknown) =>
  ['REQUEST_SEND_ERROR', 'ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'].includes(
    String((error as { code?: unknown }).code),
  );

const pauseMs = (attempt: number, retryAfter: string | undefined) => {
  const asked = Number(retryAfter ?? Number.NaN);
  return Math.min(Number.isNaN(asked) ? firstPauseMs * 2 ** attempt : asked * 1000, longestPauseMs);
};
