/** How values go into an activity and come out of it, as the real host was seen to do it. All texts are JSON. */
import type { InvocationResponse, TypedData } from '../core/core-api';
import type { FailureDetails } from './protocol';

/** null and undefined arrive as undefined; a top-level boolean arrives as the text "True" or "False". */
export function toActivityInput(input: string | undefined): TypedData | undefined {
  if (input === undefined || input === 'null') return undefined;
  if (input === 'true' || input === 'false') return { string: input === 'true' ? 'True' : 'False' };
  return { string: input };
}

/** instanceId, the input as `data`, and the input's own top-level properties. */
export function activityMetadata(instanceId: string, input: string | undefined): Record<string, TypedData> {
  const value: unknown = input === undefined ? null : JSON.parse(input);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const properties = isObject ? Object.entries(value).map(([name, part]) => [name, { json: JSON.stringify(part) }] as const) : [];
  return { ...Object.fromEntries(properties), data: { string: input ?? 'null' }, instanceId: { json: JSON.stringify(instanceId) } };
}

/** JSON text; no result is null, bytes are base64, NaN and the infinities are their names. */
export function activityResult({ returnValue }: InvocationResponse): string {
  if (returnValue === null || returnValue === undefined) return 'null';
  if (returnValue.json !== undefined) return returnValue.json;
  if (returnValue.bytes !== undefined) return JSON.stringify(Buffer.from(returnValue.bytes).toString('base64'));
  const value = returnValue.string ?? returnValue.int ?? returnValue.double;
  return typeof value === 'number' && !Number.isFinite(value) ? JSON.stringify(String(value)) : JSON.stringify(value ?? null);
}

export interface ActivityFailure {
  Reason: string;
  Details: string;
  FailureDetails?: FailureDetails;
}

export function activityFailure(name: string, error: unknown): ActivityFailure {
  const message = error instanceof Error ? error.message : String(error);
  const Details = error instanceof Error ? (error.stack ?? message) : message;
  // Two spaces, as the real host writes it.
  const failure = { Reason: `Activity function '${name}' failed:  ${message}`, Details };
  const FailureDetails = failureDetails(message);
  return FailureDetails ? { ...failure, FailureDetails } : failure;
}

/** With setExceptionPropertiesProvider the SDK makes the error's message a JSON description of the failure. */
function failureDetails(message: string): FailureDetails | undefined {
  if (!message.startsWith('{"errorType":')) return undefined;
  try {
    const { errorType, errorMessage, stackTrace, isNonRetriable, properties } = JSON.parse(message) as Record<string, unknown>;
    if (typeof errorType !== 'string' || typeof errorMessage !== 'string') return undefined;
    const StackTrace = typeof stackTrace === 'string' ? stackTrace : undefined;
    return {
      ErrorType: errorType,
      ErrorMessage: errorMessage,
      StackTrace,
      IsNonRetriable: isNonRetriable === true,
      Properties: properties,
    };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // an activity's own message that only looks like one
    throw error;
  }
}
