// POST /_local/outage: lets a stand-in be unreachable for a while.
import { z } from 'zod';
import { parseBody } from '../http/parse-body';
import type { Route } from '../http/routes';
import { armError } from './errors';

/** By service name; each begins the outage and resolves when the port is closed or, for a service that waits, open again. */
export type Outages = Record<string, (seconds: number) => Promise<void>>;

const maxSeconds = 3600;

export function outageRoute(outages: Outages, log: (line: string) => void): Route {
  const names = Object.keys(outages) as [string, ...string[]];
  const schema = z.object({ service: z.enum(names), seconds: z.number().positive().max(maxSeconds) });
  return {
    method: 'POST',
    path: '/_local/outage',
    handle(request) {
      const { service, seconds } = parseBody(request.body, schema, (message) => armError(400, 'InvalidRequestContent', message));
      outages[service]?.(seconds).catch((error: Error) => log(`outage of ${service}: ${error.message}`));
      return { status: 202, body: { service, seconds } };
    },
  };
}
