// A result as a table for people, as JSON, or as tab-separated values for scripts.
import type { Screen } from '../screen/screen';
import { type Column, textTable } from '../screen/text-table';
import type { Terminal } from '../terminal';

export const outputFormats = ['table', 'json', 'tsv'] as const;
export type OutputFormat = (typeof outputFormats)[number];

export type Value = string | number | null | undefined;

export interface Field extends Column {
  /** How a person reads it; tsv has it as it is. */
  shown?(value: NonNullable<Value>): string;
}

export interface Listing {
  json: unknown;
  fields: readonly Field[];
  rows: readonly (readonly Value[])[];
  /** Beside the table, for people only. */
  before?: readonly string[];
  after?: readonly string[];
}

export function printListing({ out }: Terminal, format: OutputFormat, { json, fields, rows, before = [], after = [] }: Listing): void {
  if (format === 'json') out.say(JSON.stringify(json, undefined, 2));
  else if (format === 'tsv') for (const row of rows) out.say(row.map((value) => String(value ?? '').replace(/[\t\r\n]+/g, ' ')).join('\t'));
  else for (const line of [...before, ...tableLines(out, fields, rows), ...after]) out.say(line);
}

function tableLines(out: Screen, fields: Listing['fields'], rows: Listing['rows']): string[] {
  if (!rows.length) return [];
  const [heading = '', ...lines] = textTable(
    [...fields],
    rows.map((row) => row.map((value, index) => shownValue(fields[index], value))),
  );
  return [out.dim(heading), ...lines];
}

function shownValue(field: Field | undefined, value: Value): string {
  if (value === null || value === undefined) return '';
  return field?.shown ? field.shown(value) : String(value);
}
