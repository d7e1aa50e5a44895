/** Why a request did not succeed: what the service answered, or that it did not answer. */
interface Refusal {
  code: string;
  message: string;
  /** JSON path of the field that is wrong. */
  target?: string;
  details?: Refusal[];
}

export class ApiError extends Error {
  constructor(
    /** 0: there was no answer at all. */
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: Refusal[] = [],
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

export const isConnectionLost = (error: unknown): boolean => error instanceof ApiError && error.status === 0;

/** From the body of an answer: ARM's envelope, or whatever stands between us and the service. */
export function errorIn(status: number, body: unknown): ApiError {
  const { error } = (body ?? {}) as { error?: Partial<Refusal> };
  const message = error?.message ?? `The service answered with status ${status}.`;
  return new ApiError(status, error?.code ?? `HTTP ${status}`, message, error?.details ?? []);
}
