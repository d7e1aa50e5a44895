/** Requests to $cbs and $management: reading one, and answering it on the link that it names. */
import { type Connection, message, type Message as RheaMessage, types } from 'rhea';
import { stateOf } from './connection-state';

export interface Request {
  readonly operation: string;
  readonly properties: Record<string, unknown>;
  readonly body: unknown;
  readonly replyTo: string;
  readonly messageId: RheaMessage['message_id'];
}

export interface Response {
  readonly status: number;
  readonly description?: string;
  readonly condition?: string;
  readonly body?: unknown;
}

export function readRequest(raw: Buffer): Request {
  const request = message.decode(raw) as unknown as RheaMessage;
  const properties: Record<string, unknown> = request.application_properties ?? {};
  return {
    operation: String(properties.operation ?? ''),
    properties,
    body: request.body,
    replyTo: request.reply_to ?? '',
    messageId: request.message_id,
  };
}

/** The status stands under both names, because the SDK reads one for $cbs and the other for $management. */
export function respond(connection: Connection, request: Request, { status, description = 'OK', condition, body }: Response): void {
  const failure = condition === undefined ? {} : { 'error-condition': types.wrap_symbol(condition), errorCondition: condition };
  const properties = {
    'status-code': types.wrap_int(status),
    statusCode: types.wrap_int(status),
    'status-description': description,
    statusDescription: description,
    ...failure,
  };
  stateOf(connection).replies.get(request.replyTo)?.send({ correlation_id: request.messageId, body, application_properties: properties });
}
