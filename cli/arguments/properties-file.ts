// The JSON file of --properties: Azure's own form, in any casing, with or without `properties` around it.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { foldNames } from '../../shared/contract/fold-names';
import { findJsonSyntaxError } from '../../shared/contract/json-syntax-error';
import { currentSchema, readOnlyProperties } from '../../shared/contract/migration-schema';
import { membersOf } from '../../shared/contract/raw-body';
import { usageFailure } from '../failure';
import type { Terminal } from '../terminal';

export interface MigrationBody {
  location?: unknown;
  tags?: unknown;
  properties: Record<string, unknown>;
}

/** `file` may begin with `@`, as early versions of az had it. Values are left as they are: the service judges them. */
export async function readPropertiesFile(file: string, { folder, notes }: Terminal): Promise<MigrationBody> {
  const name = file.replace(/^@/, '');
  const text = await readFile(resolve(folder, name), 'utf8').catch((error: Error) => {
    throw usageFailure(`--properties: ${error.message}.`);
  });
  const folded = foldNames(wrapped(parsed(name, text)), currentSchema);
  if (folded.repeated.length) {
    throw usageFailure(`--properties: ${folded.repeated.join(', ')}: given more than once, in different casings.`);
  }
  const ignored = folded.ignored.filter((path) => !readOnlyProperties.has(path.toLowerCase()));
  if (ignored.length) notes.say(`Warning: this service does not know ${ignored.join(', ')}; left out.`);
  const { properties, ...around } = membersOf(folded.value);
  return { ...around, properties: membersOf(properties) };
}

/** The parser's own messages quote the text, which may be a password. */
function parsed(name: string, text: string): Record<string, unknown> {
  const withoutMark = text.replace(/^\uFEFF/, '');
  const mistake = findJsonSyntaxError(withoutMark);
  if (mistake) throw usageFailure(`--properties: ${name} is not JSON: line ${mistake.line}, column ${mistake.column}: ${mistake.reason}.`);
  const value: unknown = JSON.parse(withoutMark);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw usageFailure(`--properties: ${name} must hold an object.`);
  return membersOf(value);
}

const wrapped = (body: Record<string, unknown>) =>
  Object.keys(body).some((name) => name.toLowerCase() === 'properties') ? body : { properties: body };
