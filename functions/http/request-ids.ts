/** The ids that let a caller and the operator of this service speak about the same request. */
import type { HttpRequest, InvocationContext } from '@azure/functions';

export interface RequestIds {
  requestId: string;
  headers: Record<string, string>;
}

/** Ids from outside go into headers and logs: anything unusual is dropped. */
const harmless = /^[\w.:-]{1,128}$/;

export function requestIds(request: HttpRequest, context: InvocationContext): RequestIds {
  const given = (name: string) => {
    const value = request.headers.get(name);
    return value && harmless.test(value) ? value : undefined;
  };
  const requestId = context.invocationId;
  const clientRequestId = given('x-ms-client-request-id');
  return {
    requestId,
    headers: {
      'x-ms-request-id': requestId,
      'x-ms-correlation-request-id': given('x-ms-correlation-request-id') ?? requestId,
      ...(clientRequestId ? { 'x-ms-client-request-id': clientRequestId } : {}),
    },
  };
}
