/** Values as table entities: JSON, cut into properties below the service's limit of 32 K characters each. */

/** 64 KiB of UTF-16 is the limit of one string property; a little below it. */
const chunkCharacters = 32_000;
/** 1 MiB is the limit of one entity; the keys and property names take their share. */
const largestValueCharacters = 480_000;

export interface StoredRow<T> {
  rowKey: string;
  value: T;
  etag: string;
}

export function toProperties(value: unknown): Record<string, string> {
  const json = JSON.stringify(value);
  if (json.length > largestValueCharacters)
    throw new Error(`A row of ${json.length} characters exceeds the limit of ${largestValueCharacters}.`);
  const properties: Record<string, string> = {};
  for (let start = 0, chunk = 0; start < json.length; start += chunkCharacters, chunk++) {
    properties[`json${chunk}`] = json.slice(start, start + chunkCharacters);
  }
  return properties;
}

export function fromProperties<T>(entity: Record<string, unknown>): T {
  let json = '';
  for (let chunk = 0; typeof entity[`json${chunk}`] === 'string'; chunk++) json += entity[`json${chunk}`];
  return JSON.parse(json) as T;
}
