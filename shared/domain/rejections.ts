/** Why a request is refused: the closed set of codes that callers see, with the HTTP status of each. */
export const rejectionStatus = {
  InvalidRequestContent: 400,
  InvalidParameter: 400,
  InvalidApiVersionParameter: 400,
  MissingApiVersionParameter: 400,
  AuthenticationFailed: 401,
  AuthorizationFailed: 403,
  ResourceNotFound: 404,
  MigrationNameInUse: 409,
  MigrationBeingAccepted: 409,
  DatabaseInUse: 409,
  OperationNotAllowed: 409,
  PreconditionFailed: 412,
  RequestEntityTooLarge: 413,
  UnsupportedMediaType: 415,
  ApprovalExpired: 410,
  DependencyUnavailable: 503,
} as const;

export type RejectionCode = keyof typeof rejectionStatus;

export interface RejectionDetail {
  code: RejectionCode;
  /** JSON path of the field, e.g. `properties.dbsToMigrate[8]`. */
  target: string;
  message: string;
}

/** Thrown where a request turns out not to be acceptable; the border turns it into an ARM error envelope. Nothing was changed. */
export class Rejection extends Error {
  constructor(
    readonly code: RejectionCode,
    message: string,
    readonly extra: { target?: string; details?: RejectionDetail[]; retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.name = 'Rejection';
  }
}
