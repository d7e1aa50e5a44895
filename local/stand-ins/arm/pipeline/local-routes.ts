// What a test or a person asks of the pipeline, without a token: what was called, what shall fail, who may do what.
import { parseBody } from '../../http/parse-body';
import type { Route } from '../../http/routes';
import { armError } from '../errors';
import { type AccessControl, accessSettingsSchema } from '../rights/access-control';
import { type Faults, faultsSchema } from './faults';
import type { RequestLog } from './request-log';

const problem = (message: string) => armError(400, 'InvalidRequestContent', message);

export function pipelineRoutes({ faults, access, log }: { faults: Faults; access: AccessControl; log: RequestLog }): Route[] {
  const shown = () => ({ status: 200, body: { value: faults.state() } });
  return [
    {
      method: 'GET',
      path: '/_local/requests',
      handle: ({ query }) => ({ status: 200, body: { value: log.after(Number(query.get('after') ?? 0)) } }),
    },
    {
      method: 'DELETE',
      path: '/_local/requests',
      handle() {
        log.clear();
        return { status: 204 };
      },
    },
    { method: 'GET', path: '/_local/faults', handle: shown },
    {
      method: 'PUT',
      path: '/_local/faults',
      handle({ body }) {
        faults.set(parseBody(body, faultsSchema, problem));
        return shown();
      },
    },
    {
      method: 'DELETE',
      path: '/_local/faults',
      handle() {
        faults.set([]);
        return { status: 204 };
      },
    },
    {
      // `?known=N`: answered when more than N calls have been hit, so that whoever waits for it need not look again and again.
      method: 'GET',
      path: '/_local/faults/hits',
      handle: async ({ query, gone }) => ({ status: 200, body: { hits: await faults.hits(Number(query.get('known') ?? 0), gone) } }),
    },
    { method: 'GET', path: '/_local/rbac', handle: () => ({ status: 200, body: access.settings() }) },
    {
      method: 'PUT',
      path: '/_local/rbac',
      async handle({ body }) {
        await access.change(parseBody(body, accessSettingsSchema, problem));
        return { status: 200, body: access.settings() };
      },
    },
  ];
}
