/** The one mapping from what was thrown to an ARM error envelope and its HTTP status. */
import { Rejection, type RejectionDetail, rejectionStatus } from '../domain/rejections';

export interface ErrorAnswer {
  status: number;
  headers: Record<string, string>;
  body: { error: { code: string; message: string; target?: string; details?: RejectionDetail[] } };
  /** True for what the caller could not know: to be logged. */
  unexpected: boolean;
}

/** How soon to try again when a dependency does not answer: about the time that a restart takes. */
const dependencyRetrySeconds = 5;

export function errorAnswer(thrown: unknown, requestId: string): ErrorAnswer {
  if (thrown instanceof Rejection) return fromRejection(thrown, false);
  if (isOutage(thrown)) {
    const message = `A service that this one depends on does not answer. Try again; the request id is ${requestId}.`;
    return fromRejection(new Rejection('DependencyUnavailable', message, { retryAfterSeconds: dependencyRetrySeconds }), true);
  }
  const message = `An error of this service. Report it with the request id ${requestId}.`;
  return { status: 500, headers: {}, body: { error: { code: 'InternalServerError', message } }, unexpected: true };
}

function fromRejection({ code, message, extra }: Rejection, unexpected: boolean): ErrorAnswer {
  return {
    status: rejectionStatus[code],
    headers: extra.retryAfterSeconds ? { 'retry-after': String(Math.ceil(extra.retryAfterSeconds)) } : {},
    body: {
      error: {
        code,
        message,
        ...(extra.target ? { target: extra.target } : {}),
        ...(extra.details?.length ? { details: extra.details } : {}),
      },
    },
    unexpected,
  };
}

/** What the Azure clients throw when their service is away, after their own retries. */
function isOutage(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || thrown.name !== 'RestError') return false;
  const { code, statusCode } = thrown as { code?: unknown; statusCode?: unknown };
  return code === 'REQUEST_SEND_ERROR' || (typeof statusCode === 'number' && (statusCode >= 500 || statusCode === 429));
}
