/** Writes each event that was sent into the log of the invocation that sent it. */
import type { InvocationContext } from '@azure/functions';
import type { CloudEventJson } from '../shared/domain/events';
import { eventLine } from '../shared/events/event-line';

export const eventLog =
  (context: InvocationContext) =>
  (event: CloudEventJson): void =>
    context.info(eventLine(event));
