/** Handlers of the product's own routes: the same tokens and errors as the ARM resource, no api-version. */
import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { Principal } from '../../shared/auth/principal';
import { type Access, answerRequest } from './answer-request';
import { shortened } from './shortened';

export interface ApiRequest {
  request: HttpRequest;
  /** Of the migration; empty where the route has none. */
  id: string;
  principal: Principal;
  context: InvocationContext;
}

export const apiHandler =
  (access: Access, answer: (request: ApiRequest) => Promise<HttpResponseInit>): HttpHandler =>
  (request, context) =>
    answerRequest(access, request, context, (principal) => answer({ request, principal, context, id: shortened(request.params.id) }));
