/** What every request has in common: ids, the caller's token, and how an error becomes an answer. */
import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { authenticate } from '../../shared/auth/authenticate';
import { challenge } from '../../shared/auth/challenge';
import { type AppRole, anonymous, type Principal, requireRole } from '../../shared/auth/principal';
import { errorAnswer } from '../../shared/contract/arm-error';
import { logFailure } from './log-failure';
import { requestIds } from './request-ids';

/** The roles of which the caller needs one, or `anybody`: no token is asked for. */
export type Access = readonly [AppRole, ...AppRole[]] | 'anybody';

export async function answerRequest(
  access: Access,
  request: HttpRequest,
  context: InvocationContext,
  answer: (principal: Principal) => Promise<HttpResponseInit>,
): Promise<HttpResponseInit> {
  const { requestId, headers } = requestIds(request, context);
  const common = { 'cache-control': 'no-cache', ...headers };
  try {
    const principal = access === 'anybody' ? anonymous : await authenticate(request.headers.get('authorization'));
    if (access !== 'anybody') requireRole(principal, ...access);
    return json(await answer(principal), common);
  } catch (thrown) {
    const { status, headers: ofError, body, unexpected } = errorAnswer(thrown, requestId);
    if (unexpected) logFailure(context, requestId, thrown);
    const authentication: Record<string, string> = status === 401 ? { 'www-authenticate': challenge(body.error.message) } : {};
    return json({ status, jsonBody: body, headers: { ...ofError, ...authentication } }, { ...common, 'x-ms-error-code': body.error.code });
  }
}

function json(answer: HttpResponseInit, common: Record<string, string>): HttpResponseInit {
  const contentType: Record<string, string> = answer.jsonBody === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
  return { ...answer, headers: { ...contentType, ...common, ...(answer.headers as Record<string, string> | undefined) } };
}
