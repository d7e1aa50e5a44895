/** Compiles a correlation filter: every property that it names must be there with an equal value; strings with the same case. */
import { AmqpFault } from '../fault';
import type { FilterProperties, FilterValue, SystemProperty } from './filter-properties';
import { equal } from './sql-operators';

/** The keys of the protocol, in the order in which a listed filter has them. */
export const correlationKeys = [
  'correlation-id',
  'message-id',
  'to',
  'reply-to',
  'label',
  'session-id',
  'reply-to-session-id',
  'content-type',
] as const;

type Test = (properties: FilterProperties) => boolean;

export function compileCorrelationFilter(filter: Record<string, unknown>): Test {
  const tests: Test[] = [];
  for (const key of correlationKeys) {
    const wanted = filterValue(filter[key], key);
    const property = key.replaceAll('-', '') as SystemProperty;
    if (wanted !== undefined) tests.push((properties) => equals(properties.system(property), wanted));
  }
  for (const [name, value] of Object.entries((filter.properties ?? {}) as Record<string, unknown>)) {
    const wanted = filterValue(value, name);
    if (wanted !== undefined) tests.push((properties) => equals(properties.user(name), wanted));
  }
  if (tests.length === 0) throw new AmqpFault('com.microsoft:argument-error', 'A correlation filter must name at least one property.');
  return (properties) => tests.every((test) => test(properties));
}

const equals = (given: FilterValue | undefined, wanted: FilterValue) => given !== undefined && equal(given, wanted) === true;

/** rhea gives whole numbers as number, or as bytes when they are too large for one; a fraction stays a number. */
function filterValue(value: unknown, name: string): FilterValue | undefined {
  if (value === null || value === undefined) return undefined;
  if (Buffer.isBuffer(value) && value.length === 8) return value.readBigInt64BE();
  if (value instanceof Date) return BigInt(value.getTime());
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  throw new AmqpFault(
    'com.microsoft:argument-error',
    `A correlation filter cannot compare the value of '${name}': use a string, number, boolean or date.`,
  );
}
