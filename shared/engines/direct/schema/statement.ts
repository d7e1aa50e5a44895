// Turns an entry of the dump into a statement of the plan.
import { quoteIdentifier, quoteQualified } from '../../../postgres/quote';
import type { SchemaEntry, SchemaStatement } from './types';

/** The quoted name of what an entry makes. */
export function objectOf({ schema, name }: SchemaEntry): string {
  return schema === undefined ? quoteIdentifier(name) : quoteQualified(schema, name);
}

export function statementOf(entry: SchemaEntry): SchemaStatement {
  return { kind: entry.kind, object: objectOf(entry), sql: entry.sql };
}
