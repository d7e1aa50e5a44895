/** An error that the client of the bus gets to see: an AMQP error condition and a sentence that says what to do. */

export class AmqpFault extends Error {
  constructor(
    readonly condition: string,
    description: string,
  ) {
    super(description);
    this.name = 'AmqpFault';
  }
}

/** The AMQP form of any error; what is not an AmqpFault is a defect of the stand-in, and says so. */
export function describeFault(error: unknown): { condition: string; description: string } {
  if (error instanceof AmqpFault) return { condition: error.condition, description: error.message };
  const detail = error instanceof Error ? error.message : String(error);
  return { condition: 'amqp:internal-error', description: `The local Service Bus failed: ${detail}` };
}

export const notImplemented = (what: string) =>
  new AmqpFault('amqp:not-implemented', `The local Service Bus does not support ${what}. Use a real Service Bus namespace for it.`);

/** The SDK reports MessagingEntityNotFound only for an error whose text matches "The messaging entity ... could not be found". */
export const notFound = (path: string, why = '') =>
  new AmqpFault('amqp:not-found', `The messaging entity '${path}' could not be found.${why}`);
