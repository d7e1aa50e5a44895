/** Cuts the text of a SQL filter into tokens. */
import { AmqpFault } from '../fault';
import type { FilterValue } from './filter-properties';

export type Token =
  | { readonly kind: 'word' | 'symbol'; readonly text: string }
  /** A name in brackets or double quotes: never a keyword. */
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'constant'; readonly value: FilterValue; readonly text: string };

export const badFilter = (expression: string, problem: string) =>
  new AmqpFault('com.microsoft:argument-error', `The SQL filter expression "${expression}" is not valid: ${problem}`);

/** In this order: a number before a word, two characters before one. */
const patterns: [kind: string, pattern: RegExp][] = [
  ['space', /\s+/y],
  ['string', /'((?:[^']|'')*)'/y],
  ['bracketed', /\[((?:[^\]]|\]\])+)\]/y],
  ['quoted', /"((?:[^"]|"")+)"/y],
  ['float', /\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+/y],
  ['integer', /\d+/y],
  ['word', /\p{L}[\p{L}\p{Nd}_]*/uy],
  ['symbol', /<>|!=|<=|>=|[=<>(),.+*/%-]/y],
];

const largestInteger = 2n ** 63n - 1n;

export function readTokens(expression: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < expression.length; ) {
    const { kind, text, inner } = tokenAt(expression, at);
    at += text.length;
    if (kind !== 'space') tokens.push(tokenOf(expression, kind, text, inner));
  }
  return tokens;
}

function tokenAt(expression: string, at: number): { kind: string; text: string; inner: string } {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const found = pattern.exec(expression);
    if (found) return { kind, text: found[0], inner: found[1] ?? '' };
  }
  throw badFilter(expression, `nothing in a filter begins with ${expression.slice(at, at + 10)} (position ${at}).`);
}

function tokenOf(expression: string, kind: string, text: string, inner: string): Token {
  switch (kind) {
    case 'string':
      return { kind: 'constant', value: inner.replaceAll("''", "'"), text };
    case 'bracketed':
      return { kind: 'name', text: inner.replaceAll(']]', ']') };
    case 'quoted':
      return { kind: 'name', text: inner.replaceAll('""', '"') };
    case 'float':
      return { kind: 'constant', value: Number(text), text };
    case 'integer':
      if (BigInt(text) > largestInteger) throw badFilter(expression, `${text} is larger than a 64-bit integer.`);
      return { kind: 'constant', value: BigInt(text), text };
    case 'word':
      return { kind: 'word', text };
    default:
      return { kind: 'symbol', text };
  }
}
