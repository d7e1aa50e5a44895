/** $cbs, claims-based security: a client puts a token for each entity before it opens a link to it. */
import type { Connection } from 'rhea';
import { stateOf } from './connection-state';
import { type Request, respond } from './request-response';
import { type AccessKey, audiencePath, sasTokenProblem } from './sas-token';

export interface Access {
  readonly key: AccessKey;
  readonly acceptAnyToken: boolean;
}

export function putToken(connection: Connection, request: Request, access: Access): void {
  if (request.operation !== 'put-token') {
    const description = `$cbs knows the operation put-token, not '${request.operation}'.`;
    respond(connection, request, { status: 400, description, condition: 'amqp:not-implemented' });
    return;
  }
  const audience = String(request.properties.name ?? '');
  const problem = access.acceptAnyToken ? undefined : sasTokenProblem(String(request.body ?? ''), audience, access.key);
  if (problem !== undefined) {
    const description = `InvalidSignature: the token for '${audiencePath(audience)}' is not accepted: ${problem}. Use the connection string of this bus.`;
    respond(connection, request, { status: 401, description, condition: 'amqp:unauthorized-access' });
    return;
  }
  stateOf(connection).grants.add(audiencePath(audience));
  respond(connection, request, { status: 202, description: 'Accepted' });
}
