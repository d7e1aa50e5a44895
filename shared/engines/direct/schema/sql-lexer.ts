// Tells apart the tokens of PostgreSQL's SQL (standard_conforming_strings = on), as far as it takes to know what is text and what is code.

export type SqlTokenKind =
  | 'space'
  | 'lineComment'
  | 'blockComment'
  | 'string'
  | 'dollarQuoted'
  | 'quotedIdentifier'
  /** Unquoted identifiers, keywords and numbers. */
  | 'word'
  /** One character of anything else. */
  | 'symbol';

export interface SqlToken {
  kind: SqlTokenKind;
  start: number;
  /** Just after the last character. */
  end: number;
}

const space = /\s+/y;
const word = /[A-Za-z0-9_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y;
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;

/** Tokens in order, without gaps: together they are the text. Throws where a quote or comment does not end. */
export function* sqlTokens(sql: string): Generator<SqlToken> {
  for (let start = 0, previous: SqlToken | undefined; start < sql.length; ) {
    const token: SqlToken = tokenAt(sql, start, previous);
    yield token;
    previous = token;
    start = token.end;
  }
}

function tokenAt(sql: string, start: number, previous: SqlToken | undefined): SqlToken {
  const token = (kind: SqlTokenKind, end: number): SqlToken => ({ kind, start, end });
  const character = sql[start];
  if (character === "'") return token('string', quotedEnd(sql, start, isEscapePrefix(sql, previous)));
  if (character === '"') return token('quotedIdentifier', quotedEnd(sql, start, false));
  if (character === '$') {
    const tag = matchAt(dollarTag, sql, start);
    if (!tag) return token('symbol', start + 1);
    const close = sql.indexOf(tag, start + tag.length);
    if (close < 0) throw unterminated(`dollar-quoted string ${tag}`, sql, start);
    return token('dollarQuoted', close + tag.length);
  }
  if (sql.startsWith('--', start)) {
    const lineEnd = sql.indexOf('\n', start);
    return token('lineComment', lineEnd < 0 ? sql.length : lineEnd);
  }
  if (sql.startsWith('/*', start)) return token('blockComment', blockCommentEnd(sql, start));
  const blank = matchAt(space, sql, start);
  if (blank) return token('space', start + blank.length);
  const name = matchAt(word, sql, start);
  return name ? token('word', start + name.length) : token('symbol', start + 1);
}

/** `E'...'`: the letter stands by itself, directly before the quote. */
function isEscapePrefix(sql: string, previous: SqlToken | undefined): boolean {
  return previous?.kind === 'word' && /^e$/i.test(sql.slice(previous.start, previous.end));
}

/** Block comments nest. */
function blockCommentEnd(sql: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  for (let depth = 0; ; ) {
    const found = mark.exec(sql);
    if (!found) throw unterminated('comment', sql, start);
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
}

/** A quote is doubled inside; in E'' a backslash takes the next character with it. No pattern: a string may be megabytes long. */
function quotedEnd(sql: string, start: number, backslashEscapes: boolean): number {
  const quote = sql.charAt(start);
  for (let at = start + 1; ; ) {
    const close = sql.indexOf(quote, at);
    if (close < 0) throw unterminated(quote === '"' ? 'quoted identifier' : 'string', sql, start);
    const escaped = backslashEscapes && isEscaped(sql, close, start);
    if (!escaped && sql[close + 1] !== quote) return close + 1;
    at = escaped ? close + 1 : close + 2;
  }
}

/** An odd number of backslashes stands directly before. */
function isEscaped(sql: string, at: number, start: number): boolean {
  let backslashes = 0;
  while (at - backslashes - 1 > start && sql[at - backslashes - 1] === '\\') backslashes++;
  return backslashes % 2 === 1;
}

function matchAt(sticky: RegExp, sql: string, at: number): string | undefined {
  sticky.lastIndex = at;
  return sticky.exec(sql)?.[0];
}

function unterminated(what: string, sql: string, start: number): Error {
  return new Error(`The ${what} at character ${start} does not end: ${sql.slice(start, start + 60)}`);
}
