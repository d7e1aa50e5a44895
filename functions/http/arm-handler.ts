/** Handlers of the ARM resource: the one place that knows tokens, api-versions, path parameters and how an error becomes an ARM envelope. */
import type { HttpHandler, HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Principal } from '../../shared/auth/principal';
import { type ApiVersion, apiVersionOf } from '../../shared/contract/api-versions';
import { rejectionOf, violation } from '../../shared/contract/violations';
import type { TargetServerId } from '../../shared/domain/migration';
import type { DurablePort } from '../../shared/migrations/types';
import { type Access, answerRequest } from './answer-request';
import { durablePort } from './durable-port';
import { shortened } from './shortened';

export interface ArmRequest {
  request: HttpRequest;
  version: ApiVersion;
  target: TargetServerId;
  /** Of the migration; empty where the route has none. Not checked: an impossible name is simply not found. */
  name: string;
  principal: Principal;
  durable: DurablePort;
}

export const armHandler =
  (access: Access, answer: (request: ArmRequest) => Promise<HttpResponseInit>): HttpHandler =>
  (request, context) =>
    answerRequest(access, request, context, async (principal) =>
      answer({
        request,
        principal,
        version: apiVersionOf(request.query),
        target: targetIn(request.params),
        name: shortened(request.params.name),
        durable: durablePort(context),
      }),
    );

/** What names of subscriptions, resource groups and servers can consist of, all rules together. */
const segment = /^[\w.()-]{1,90}$/;

function targetIn(params: Record<string, string>): TargetServerId {
  const { subscriptionId = '', resourceGroup = '', server = '' } = params;
  const target: TargetServerId = { subscriptionId, resourceGroup, server };
  const broken = Object.entries(target).filter(([, value]) => !segment.test(value));
  if (!broken.length) return target;
  throw rejectionOf(broken.map(([field]) => violation(field, "in the path must be 1 to 90 letters, digits, '-', '_', '.', '(' or ')'")));
}
