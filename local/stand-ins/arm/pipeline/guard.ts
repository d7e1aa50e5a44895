// The one way that every call of Resource Manager goes: token, subscription, faults, rights, the operation itself, the log.
import type { TokenClaims, Tokens } from '../../entra/tokens';
import { type Answer, Refusal, type Request } from '../../http/messages';
import type { Route } from '../../http/routes';
import { armError } from '../errors';
import type { Operation } from '../operation';
import type { AccessControl } from '../rights/access-control';
import { allows } from '../rights/roles';
import { applyFault } from './apply-fault';
import type { Faults } from './faults';
import type { RequestLog } from './request-log';

export interface Gate {
  tokens: Tokens;
  /** For the challenge. */
  tenantAuthority(): string;
  subscriptionId: string;
  faults: Faults;
  access: AccessControl;
  log: RequestLog;
}

type Known = Operation & { action: string };

export const guarded = (gate: Gate, operation: Operation): Route => ({
  method: operation.method,
  path: operation.path,
  async handle(request) {
    const { method, path } = request;
    const action = typeof operation.action === 'string' ? operation.action : operation.action(request);
    const noted: { client?: string; fault?: string } = {};
    const answer = await answerTo(gate, { ...operation, action }, request, noted).catch(refusalOf);
    gate.log.add({ method, path, action, ...noted, status: answer.status });
    return answer;
  },
});

async function answerTo(gate: Gate, operation: Known, request: Request, noted: { client?: string; fault?: string }): Promise<Answer> {
  const caller = await callerOf(gate, request);
  noted.client = caller.clientId;
  const { subscription } = request.params;
  if (subscription !== undefined && subscription.toLowerCase() !== gate.subscriptionId) {
    const message = `The subscription '${subscription}' could not be found. The local one is '${gate.subscriptionId}'.`;
    return armError(404, 'SubscriptionNotFound', message);
  }
  const perform = async () => refusedFor(gate, operation, request, caller) ?? (await operation.handle(request));
  const fault = gate.faults.take(request);
  if (!fault) return perform();
  noted.fault = fault.kind;
  return applyFault(
    fault,
    request,
    () => perform().catch(refusalOf),
    () => denied(caller, operation.action, request.path),
  );
}

function refusalOf(error: unknown): Answer {
  if (error instanceof Refusal) return error.answer;
  throw error;
}

/** Any audience will do; without a valid token there is a challenge. */
async function callerOf({ tokens, tenantAuthority }: Gate, { headers }: Request): Promise<TokenClaims> {
  const refuse = (code: string, message: string) =>
    new Refusal({ ...armError(401, code, message), headers: { 'www-authenticate': `Bearer authorization_uri="${tenantAuthority()}"` } });
  if (!headers.authorization) throw refuse('AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.");
  const { claims, problem } = await tokens.check(headers.authorization);
  if (!claims) throw refuse('InvalidAuthenticationToken', problem);
  return claims;
}

/** Where rights are enforced: the first action that the caller lacks, on the resource itself or on what the request refers to. */
function refusedFor({ access }: Gate, operation: Known, request: Request, caller: TokenClaims): Answer | undefined {
  if (!access.settings().enforce) return undefined;
  const lacks = (action: string, scope: string) => !allows(access.rolesOn(caller.clientId, scope), action);
  const scope = operation.scope?.(request) ?? request.path;
  if (lacks(operation.action, scope)) return denied(caller, operation.action, scope);
  const linked = operation.linked?.(request).find(({ action, scope }) => lacks(action, scope));
  if (!linked) return undefined;
  const message = `The client has permission to perform action '${operation.action}' on scope '${request.path}', however the linked subscription or resource '${linked.scope}' denies action '${linked.action}' to it.`;
  return armError(403, 'LinkedAuthorizationFailed', message);
}

function denied({ objectId }: TokenClaims, action: string, scope: string): Answer {
  const message = `The client '${objectId}' with object id '${objectId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`;
  return armError(403, 'AuthorizationFailed', message);
}
