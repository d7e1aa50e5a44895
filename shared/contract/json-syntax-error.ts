/**
 * Finds where a text stops being JSON, without quoting it. V8's own messages show a part of the text, and in the body of a migration that
 * part may be a password. Only called after JSON.parse refused the text.
 */
export interface JsonSyntaxError {
  line: number;
  column: number;
  reason: string;
}

type Expected = 'value' | 'value or end' | 'name' | 'name or end' | 'colon' | 'comma or end' | 'nothing';

const blanks = /[ \t\n\r]*/y;
const literal = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
const reasons: Record<Expected, string> = {
  value: 'expected a value',
  'value or end': "expected a value or ']'",
  name: 'expected a property name in double quotes',
  'name or end': "expected a property name in double quotes or '}'",
  colon: "expected ':' after a property name",
  'comma or end': 'expected a comma or the closing bracket',
  nothing: 'expected the end of the body after the JSON value',
};

/** The first syntax error, or undefined if the text is JSON. Does not recurse, so that deep nesting is no danger. */
export function findJsonSyntaxError(text: string): JsonSyntaxError | undefined {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  const afterValue = (): Expected => (open.length ? 'comma or end' : 'nothing');

  for (;;) {
    at = matchEnd(blanks, text, at) ?? at;
    const char = text[at];
    const container = open.at(-1);
    if (char === undefined) return expected === 'nothing' ? undefined : errorAt(text, at, 'the body ends too early');
    const closes = (char === '}' && container === '{') || (char === ']' && container === '[');
    if (
      closes &&
      (expected === 'comma or end' || (expected === 'name or end' && char === '}') || (expected === 'value or end' && char === ']'))
    ) {
      open.pop();
      expected = afterValue();
      at++;
    } else if (expected === 'comma or end' && char === ',') {
      expected = container === '{' ? 'name' : 'value';
      at++;
    } else if (expected === 'colon' && char === ':') {
      expected = 'value';
      at++;
    } else if ((expected === 'name' || expected === 'name or end') && char === '"') {
      const end = stringEnd(text, at);
      if (typeof end !== 'number') return end;
      at = end;
      expected = 'colon';
    } else if (expected === 'value' || expected === 'value or end') {
      if (char === '{' || char === '[') {
        open.push(char);
        expected = char === '{' ? 'name or end' : 'value or end';
        at++;
        continue;
      }
      const end = char === '"' ? stringEnd(text, at) : matchEnd(literal, text, at);
      if (end === undefined) return errorAt(text, at, reasons[expected]);
      if (typeof end !== 'number') return end;
      at = end;
      expected = afterValue();
    } else {
      return errorAt(text, at, reasons[expected]);
    }
  }
}

function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** Where the string that begins at `start` ends, or what is wrong in it. A loop: a pattern would backtrack over a megabyte. */
function stringEnd(text: string, start: number): number | JsonSyntaxError {
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '"') return at + 1;
    if (char < ' ') return errorAt(text, at, 'a control character (such as a line break) must be escaped in a string');
    if (char !== '\\') continue;
    const sequence = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(at + 1, at + 6));
    if (!sequence) return errorAt(text, at, 'not a valid escape sequence in a string');
    at += sequence[0].length;
  }
  return errorAt(text, start, 'this string is not closed');
}

function errorAt(text: string, at: number, reason: string): JsonSyntaxError {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n'), reason };
}
