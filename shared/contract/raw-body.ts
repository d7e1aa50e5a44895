/** Reads single members of a JSON value without a schema: rules over several fields are to be told even if the schema finds other violations. */

export const membersOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

/** A string with something in it, without the blanks around it. */
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() ? value.trim() : undefined);

/** Whether the properties of a resource have one of that name, in any casing. */
export function hasProperty(body: Record<string, unknown>, name: string): boolean {
  const isNamed = (wanted: string) => (given: string) => given.toLowerCase() === wanted.toLowerCase();
  const properties = Object.keys(body).find(isNamed('properties'));
  return properties !== undefined && Object.keys(membersOf(body[properties])).some(isNamed(name));
}
