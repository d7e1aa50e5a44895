// What a publisher may send to the topic: CloudEvents 1.0, or events of Event Grid's own schema.
import { z } from 'zod';
import { Refusal } from '../http/messages';
import { parseBody } from '../http/parse-body';
import { eventGridError } from './errors';

export type EventSchema = 'CloudEventSchemaV1_0' | 'EventGridSchema';
export type EventJson = Record<string, unknown>;

export interface PublishedEvents {
  schema: EventSchema;
  events: EventJson[];
}

/** The service's limit for one request, and for one event. */
const maxRequestBytes = 1024 * 1024;

const text = z.string().min(1);
const time = z.iso.datetime({ offset: true });

/** CloudEvents allows lower-case letters and digits in attribute names, and Event Grid up to 20 of them. */
const attributeName = /^[a-z0-9]{1,20}$/;
const ownAttributes = new Set(['data_base64']);

const cloudEvent = z
  .looseObject({ specversion: z.literal('1.0'), id: text, type: text, source: text, subject: text.optional(), time: time.optional() })
  .check((context) => {
    for (const name of Object.keys(context.value)) {
      if (attributeName.test(name) || ownAttributes.has(name)) continue;
      const message = 'is no name for a CloudEvents attribute (1-20 lower-case letters and digits)';
      context.issues.push({ code: 'custom', message, path: [name], input: name });
    }
  });

const eventGridEvent = z.looseObject({
  id: text,
  subject: text,
  eventType: text,
  eventTime: time,
  dataVersion: z.string().optional(),
  data: z.unknown(),
});

export function decodePublished(contentType: string | undefined, body: string): PublishedEvents {
  if (Buffer.byteLength(body) > maxRequestBytes) {
    throw new Refusal(
      eventGridError(413, 'RequestEntityTooLarge', `The request is larger than ${maxRequestBytes} bytes. Send fewer events at once.`),
    );
  }
  const mediaType = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase();
  const read = <T>(schema: z.ZodType<T>) => parseBody(body, schema, (message) => eventGridError(400, 'BadRequest', message));
  switch (mediaType) {
    case 'application/cloudevents-batch+json':
      return { schema: 'CloudEventSchemaV1_0', events: read(z.array(cloudEvent).min(1)) };
    case 'application/cloudevents+json':
      return { schema: 'CloudEventSchemaV1_0', events: [read(cloudEvent)] };
    case 'application/json':
      return { schema: 'EventGridSchema', events: read(z.array(eventGridEvent).min(1)) };
    default: {
      const known = 'application/cloudevents-batch+json, application/cloudevents+json or application/json';
      throw new Refusal(eventGridError(415, 'UnsupportedMediaType', `The content type must be ${known}.`));
    }
  }
}

/** An event of Event Grid's schema as a CloudEvent, by the service's own mapping. The service does not convert the other way. */
export function toCloudEvent(event: EventJson, topic: string): EventJson {
  const { id, subject, eventType, eventTime, dataVersion, data } = event;
  const dataschema = dataVersion === undefined ? {} : { dataschema: `#${String(dataVersion)}` };
  return { specversion: '1.0', id, source: event.topic ?? topic, subject, type: eventType, time: eventTime, ...dataschema, data };
}
