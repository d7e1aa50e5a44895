/** The JSON schemas of events, by the name that the `dataschema` of an event ends in. Each describes the `data` of one type and version. */
import { z } from 'zod';
import type { EventType } from '../domain/events';
import { schemaName } from '../domain/events';
import { commonData, ownData } from './event-data';

export type JsonSchema = Record<string, unknown>;

/** `migration-status-changed/1.json` -> schema. */
export function eventSchemas(): Map<string, JsonSchema> {
  const types = Object.keys(ownData) as EventType[];
  return new Map(types.map((type) => [schemaName(type), eventSchema(type)]));
}

/** The schema of one event type, JSON Schema draft 2020-12. */
export function eventSchema(type: EventType): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(z.object({ ...commonData, ...ownData[type].shape }), {
    target: 'draft-2020-12',
    io: 'input',
  });
  const [, name = '', version = ''] = type.split('.');
  return {
    $schema,
    $id: `urn:pg-flex-migrator:event-data:${name}:${version}`,
    title: type,
    description: 'The data of a CloudEvents 1.0 event. Additions may come within this version: ignore what you do not know.',
    ...schema,
  };
}
