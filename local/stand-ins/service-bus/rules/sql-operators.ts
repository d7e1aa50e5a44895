/**
 * The operators of SQL filters. `undefined` is the documented third value "unknown". Operands bind as in C#: whole numbers divide to whole
 * numbers, strings compare by their code units; what C# could not bind (a string with a number) is unknown, so that such a rule selects nothing.
 */
import type { FilterValue } from './filter-properties';

export type Truth = boolean | undefined;
export type Value = FilterValue | undefined;

const isNumber = (value: FilterValue): value is number | bigint => typeof value === 'number' || typeof value === 'bigint';

/** Negative, zero or positive like the difference; undefined when the two have no order. */
function compare(left: FilterValue, right: FilterValue): number | undefined {
  if (isNumber(left) && isNumber(right)) return left < right ? -1 : left > right ? 1 : 0;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  return undefined;
}

const ordered =
  (test: (order: number) => boolean) =>
  (left: FilterValue, right: FilterValue): Truth => {
    const order = compare(left, right);
    return order === undefined ? undefined : test(order);
  };

export function equal(left: FilterValue, right: FilterValue): Truth {
  if (typeof left === 'boolean' && typeof right === 'boolean') return left === right;
  const order = compare(left, right);
  return order === undefined ? undefined : order === 0;
}

export const comparisons: Record<string, (left: FilterValue, right: FilterValue) => Truth> = {
  '=': equal,
  '<>': (left, right) => not(equal(left, right)),
  '!=': (left, right) => not(equal(left, right)),
  '<': ordered((order) => order < 0),
  '<=': ordered((order) => order <= 0),
  '>': ordered((order) => order > 0),
  '>=': ordered((order) => order >= 0),
};

export const not = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);

export function and(left: Truth, right: Truth): Truth {
  if (left === false || right === false) return false;
  return left === undefined || right === undefined ? undefined : true;
}

export function or(left: Truth, right: Truth): Truth {
  if (left === true || right === true) return true;
  return left === undefined || right === undefined ? undefined : false;
}

/** 64 bits, as the service stores whole numbers. */
const wrapped = (value: bigint) => BigInt.asIntN(64, value);

export function calculate(operator: string, left: FilterValue, right: FilterValue): Value {
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') return left + right;
  if (!isNumber(left) || !isNumber(right)) return undefined;
  if (typeof left === 'bigint' && typeof right === 'bigint') return calculateWhole(operator, left, right);
  const [a, b] = [Number(left), Number(right)];
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    default:
      return a % b;
  }
}

function calculateWhole(operator: string, left: bigint, right: bigint): Value {
  switch (operator) {
    case '+':
      return wrapped(left + right);
    case '-':
      return wrapped(left - right);
    case '*':
      return wrapped(left * right);
  }
  if (right === 0n) return undefined; // an exception in C#: the rule selects nothing
  return operator === '/' ? left / right : left % right;
}

export const negate = (value: FilterValue): Value =>
  typeof value === 'bigint' ? wrapped(-value) : typeof value === 'number' ? -value : undefined;

/** `%`: any characters, `_`: one. Unknown when an operand is no string, or the escape character is not one character. */
export function like(value: FilterValue, pattern: FilterValue, escapeBy: FilterValue | undefined): Truth {
  if (typeof value !== 'string' || typeof pattern !== 'string') return undefined;
  if (escapeBy !== undefined && (typeof escapeBy !== 'string' || escapeBy.length !== 1)) return undefined;
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? '';
    if (character === escapeBy && at + 1 < pattern.length) source += literally(pattern[++at] ?? '');
    else if (character === '%') source += '.*';
    else source += character === '_' ? '.' : literally(character);
  }
  return new RegExp(`^${source}$`, 's').test(value);
}

const literally = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
